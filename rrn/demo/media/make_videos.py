"""Make the two awareness films of the demonstration network from `films.py`.

    python rrn/demo/media/make_videos.py --font FONT.woff2 [--pictures FOLDER]

Needs ffmpeg and espeak-ng from the distribution, Pillow, and the house's font (Atkinson Hyperlegible Next,
SIL OFL 1.1). Writes next to itself, for each film: WebM, MP4, sound only (MP3), captions (WebVTT), poster (PNG and
SVG), and one `videos.json` that describes them all. The made files are committed; this runs only when words change.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import textwrap
import wave
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from drawings import DRAWINGS, mark  # noqa: E402
from films import FILMS, INVENTED, Film, Section  # noqa: E402

WIDTH, HEIGHT, FINE = 960, 540, 3
WHITE, INK, SOFT, PLUM, HAZE = "#FFFFFF", "#231A2B", "#564B5F", "#51265C", "#B9A3C4"
RATE = 22050
WORDS_A_MINUTE = 138
FRAMES_A_SECOND = 5
AFTER_SENTENCES, AFTER_SECTION, BEFORE, AFTER = 0.9, 1.8, 3.0, 4.0
LINE = 42


@dataclass
class Shown:
    """One picture, and from when to when it is seen."""

    picture: Path
    seconds: float


@dataclass
class Cue:
    start: float
    end: float
    text: str


def font(path: Path, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(str(path), size * FINE)
    face.set_variation_by_axes([weight])
    return face


def wrap(draw: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and draw.textlength(longer, font=face) > width * FINE:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def strokes_on(
    draw: ImageDraw.ImageDraw, strokes: list, x: float, y: float, size: float, colour: str
) -> None:
    scale, width = size / 200 * FINE, round(4.5 * FINE)
    for stroke in strokes:
        points = [(x * FINE + px * scale, y * FINE + py * scale) for px, py in stroke]
        draw.line(points, fill=colour, width=width, joint="curve")


def canvas() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), WHITE)
    return picture, ImageDraw.Draw(picture)


def keep(picture: Image.Image, path: Path, colours: int = 48) -> Path:
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def title_picture(film: Film, typeface: Path, path: Path) -> Path:
    """The poster and first picture: the mark, opened, and the title beside it."""
    picture, draw = canvas()
    strokes_on(draw, mark(), 600, 120, 300, PLUM)
    big, small = font(typeface, 58, 700), font(typeface, 24)
    draw.multiline_text(
        (60 * FINE, 150 * FINE), wrap(draw, film.title, big, 500), font=big, fill=PLUM, spacing=6 * FINE
    )
    words = wrap(draw, film.summary, small, 480)
    draw.multiline_text((60 * FINE, 310 * FINE), words, font=small, fill=SOFT, spacing=8 * FINE)
    return keep(picture, path)


def section_picture(
    film: Film, number: int, section: Section, words: str, typeface: Path, path: Path
) -> Path:
    """Words left, drawing right; the lowest fifth stays free for captions."""
    picture, draw = canvas()
    small, big = font(typeface, 22), font(typeface, 42, 700)
    head = f"{number} of {len(film.sections)}   {section.speaker if section.testimony else section.title}"
    draw.text((60 * FINE, 50 * FINE), head, font=small, fill=SOFT)
    draw.line([(60 * FINE, 92 * FINE), (900 * FINE, 92 * FINE)], fill=HAZE, width=2 * FINE)
    draw.multiline_text(
        (60 * FINE, 150 * FINE), wrap(draw, words, big, 500), font=big, fill=INK, spacing=10 * FINE
    )
    strokes_on(draw, DRAWINGS[section.drawing](), 640, 140, 230, PLUM)
    if section.testimony:
        draw.text((60 * FINE, 404 * FINE), INVENTED, font=small, fill=SOFT)
    return keep(picture, path)


def last_picture(film: Film, typeface: Path, path: Path) -> Path:
    picture, draw = canvas()
    strokes_on(draw, mark(), 330, 90, 300, PLUM)
    small = font(typeface, 22)
    words = "Made for the demonstration network. All people and services in it are invented."
    draw.text((WIDTH / 2 * FINE, 400 * FINE), words, font=small, fill=SOFT, anchor="mm")
    return keep(picture, path)


def speak(words: str, voice: str, path: Path) -> float:
    """Say the words into a sound file and return how long that takes, in seconds."""
    subprocess.run(  # noqa: S603 - our own words from films.py, no shell
        ["espeak-ng", "-v", voice, "-s", str(WORDS_A_MINUTE), "-p", "42", "-g", "3", "-w", str(path), words],  # noqa: S607 - the distribution's, from the path
        check=True,
    )
    with wave.open(str(path)) as sound:
        if sound.getframerate() != RATE:
            raise SystemExit(f"{voice} speaks at {sound.getframerate()} Hz, not at {RATE}.")
        return sound.getnframes() / RATE


def sentences(words: str) -> list[str]:
    found, rest = [], words
    while rest:
        cuts = [rest.find(mark) + 1 for mark in (". ", "? ", "! ") if mark in rest]
        cut = min(cuts) if cuts else len(rest)
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return found


def cues_for(sentence: str, start: float, seconds: float) -> list[Cue]:
    """Captions of at most two lines of 42 letters, sharing the time by their length."""
    lines = textwrap.wrap(sentence, LINE)
    pairs = ["\n".join(lines[i : i + 2]) for i in range(0, len(lines), 2)]
    total, cues, at = sum(map(len, pairs)), [], start
    for pair in pairs:
        end = at + seconds * len(pair) / total
        cues.append(Cue(at, end, pair))
        at = end
    return cues


def silence(seconds: float) -> bytes:
    return b"\0\0" * round(seconds * RATE)


def lay_out(film: Film, typeface: Path, work: Path) -> tuple[list[Shown], bytes, list[Cue], list[float]]:
    """Speak every sentence once and write down when it is heard and what is seen then."""
    poster = title_picture(film, typeface, HERE / f"{film.slug}.png")
    shown, sound, cues, begins = [Shown(poster, BEFORE)], silence(BEFORE), [], []
    for number, section in enumerate(film.sections, 1):
        begins.append(len(sound) / 2 / RATE)
        for part, (words, said) in enumerate(section.lines):
            before = len(sound)
            for sentence in sentences(said):
                voice = work / "voice.wav"
                seconds = speak(sentence, section.voice, voice)
                cues += cues_for(sentence, len(sound) / 2 / RATE, seconds)
                with wave.open(str(voice)) as spoken:
                    sound += spoken.readframes(spoken.getnframes())
                sound += silence(0.25)
            sound += silence(AFTER_SECTION if part == len(section.lines) - 1 else AFTER_SENTENCES)
            path = work / f"{film.slug}-{number}-{part}.png"
            section_picture(film, number, section, words, typeface, path)
            shown.append(Shown(path, (len(sound) - before) / 2 / RATE))
    shown.append(Shown(last_picture(film, typeface, work / f"{film.slug}-last.png"), AFTER))
    return shown, sound + silence(AFTER), cues, begins


def stamp(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"00:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def write_captions(film: Film, cues: list[Cue]) -> None:
    blocks = [f"{n}\n{stamp(c.start)} --> {stamp(c.end)}\n{c.text}\n" for n, c in enumerate(cues, 1)]
    text = "WEBVTT\n\nNOTE Captions of the demonstration film “" + film.title + "”\n\n" + "\n".join(blocks)
    (HERE / f"{film.slug}.vtt").write_text(text, encoding="utf-8")


def write_poster(film: Film) -> None:
    """The poster as lines: the mark alone, for pages that draw the title themselves."""
    paths = []
    for i in range(6):
        left, right = 360 - i * 12, 360 - i * 52
        paths.append(f'<path d="M60 {left}H380C520 {left} 560 {right} 700 {right}H900"/>')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{film.title}</title><path fill=\"#F5F2F7\" d=\"M0 0h{WIDTH}v{HEIGHT}H0z\"/>"
        f'<g fill="none" stroke="{PLUM}" stroke-width="9">{"".join(paths)}</g></svg>\n'
    )  # fmt: skip
    (HERE / f"{film.slug}.svg").write_text(svg, encoding="utf-8")


def run(*command: str) -> None:
    command = ("ffmpeg", "-y", "-loglevel", "error", *command)
    subprocess.run(command, check=True)  # noqa: S603 - our own arguments, no shell


def encode(film: Film, shown: list[Shown], sound: bytes, work: Path) -> None:
    wav = work / f"{film.slug}.wav"
    with wave.open(str(wav), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(sound)
    listed = [f"file '{s.picture}'\nduration {s.seconds:.3f}" for s in shown]
    pictures = work / f"{film.slug}.txt"
    pictures.write_text("\n".join([*listed, f"file '{shown[-1].picture}'"]), encoding="utf-8")
    seconds = f"{len(sound) / 2 / RATE:.3f}"
    both = ["-f", "concat", "-safe", "0", "-i", str(pictures), "-i", str(wav), "-t", seconds]
    clean = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
    pace = ["-vf", f"fps={FRAMES_A_SECOND},format=yuv420p", "-g", str(FRAMES_A_SECOND * 10)]
    voice = ["-af", "highpass=f=90,lowpass=f=7500,loudnorm=I=-18:TP=-2", "-ac", "1"]
    base = str(HERE / film.slug)
    run(*both, *pace, *voice, "-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "40", "-row-mt", "1", "-threads", "1",
        "-c:a", "libopus", "-ar", "48000", "-b:a", "24k", *clean, f"{base}.webm")  # fmt: skip
    run(*both, *pace, *voice, "-c:v", "libx264", "-preset", "slow", "-crf", "26", "-tune", "stillimage", "-threads", "1",
        "-c:a", "aac", "-ar", "32000", "-b:a", "32k", "-movflags", "+faststart", *clean, f"{base}.mp4")  # fmt: skip
    run("-i", str(wav), *voice, "-c:a", "libmp3lame", "-ar", "22050", "-b:a", "24k", *clean, f"{base}.mp3")


def transcript(film: Film, begins: list[float]) -> list[dict[str, object]]:
    return [
        {
            "number": number,
            "title": section.title,
            "speaker": section.speaker,
            "starts_at": round(begin, 1),
            "text": " ".join(said for _, said in section.lines),
            "seen": section.seen,
            "note": INVENTED if section.testimony else "",
        }
        for number, (section, begin) in enumerate(zip(film.sections, begins, strict=True), 1)
    ]


def described(film: Film, seconds: float, begins: list[float]) -> dict[str, object]:
    files = {kind: f"{film.slug}.{kind}" for kind in ("webm", "mp4", "mp3", "vtt", "png", "svg")}
    return {
        "slug": film.slug,
        "title": film.title,
        "summary": film.summary,
        "language": "en",
        "length_seconds": round(seconds),
        "content_note": {"shows": list(film.shows), "does_not_show": list(film.does_not_show)},
        "sound_note": "Calm synthetic voices, no music. Everything that is said is also in the captions and the transcript.",
        "files": {
            "webm": files["webm"], "mp4": files["mp4"], "audio": files["mp3"], "captions": files["vtt"],
            "poster": files["png"], "poster_lines": files["svg"],
        },
        "sizes": {kind: (HERE / name).stat().st_size for kind, name in files.items()},
        "width": WIDTH,
        "height": HEIGHT,
        "transcript": transcript(film, begins),
    }  # fmt: skip


def main() -> None:
    asks = argparse.ArgumentParser(description="Make the awareness films of the demonstration network.")
    asks.add_argument(
        "--font", type=Path, required=True, help="Atkinson Hyperlegible Next, variable, TTF or WOFF2"
    )
    asks.add_argument("--pictures", type=Path, help="also keep the pictures in this folder, to look at them")
    answers = asks.parse_args()
    videos = []
    for film in FILMS:
        with tempfile.TemporaryDirectory() as folder:
            work = answers.pictures or Path(folder)
            work.mkdir(parents=True, exist_ok=True)
            shown, sound, cues, begins = lay_out(film, answers.font, work)
            write_captions(film, cues)
            write_poster(film)
            encode(film, shown, sound, work)
            videos.append(described(film, len(sound) / 2 / RATE, begins))
    text = json.dumps(videos, ensure_ascii=False, indent=1) + "\n"
    (HERE / "videos.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
