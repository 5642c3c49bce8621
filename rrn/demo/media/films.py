"""The words and pictures of the two awareness films of the demonstration network.

Everything said here was written for the demonstration. Nobody's testimony is quoted.
`make_videos.py` turns it into pictures, sound, captions and transcripts.
"""

from __future__ import annotations

from dataclasses import dataclass

INVENTED = "Words written for the demonstration, spoken by a synthetic voice."


@dataclass(frozen=True)
class Section:
    """One part of a film: who speaks, what stands on the screen, what is said."""

    title: str
    speaker: str
    voice: str
    drawing: str
    seen: str
    lines: tuple[tuple[str, str], ...]  # (what stands on the screen, the sentences spoken meanwhile)
    testimony: bool = False


@dataclass(frozen=True)
class Film:
    slug: str
    title: str
    summary: str
    shows: tuple[str, ...]
    does_not_show: tuple[str, ...]
    sections: tuple[Section, ...]


NARRATOR = "Narrator"
CALM = "en-gb-x-rp"
WOMAN = "en-gb+f3"
MAN = "en-gb-scotland"
OTHER_WOMAN = "en-gb-x-rp+f2"

WHAT_RESTRAINT_DOES = Film(
    slug="what-restraint-does",
    title="What restraint does",
    summary="What the words mean, and what being restrained leaves behind, told by three invented people.",
    shows=(
        "three people tell in words what it was like to be restrained, to be the parent of a child who was, and to do it",
        "it says once that people have died",
        "still drawings of ordinary things: a chair, a window, a school bag",
    ),
    does_not_show=(
        "nobody is seen being held, and no injury, room or equipment is shown",
        "there are no shouts, alarms or sudden sounds",
    ),
    sections=(
        Section(
            "Before we begin",
            NARRATOR,
            CALM,
            "lamp",
            "A table lamp, drawn in one line. Beside it the words: You can stop at any time.",
            (
                (
                    "You can stop at any time.",
                    "This film is about restraint. You can stop at any time, and come back, or read the words instead.",
                ),
                (
                    "Reading counts the same as watching.",
                    "Reading counts the same as watching. If this has happened to you, you may not need a film to know it.",
                ),
            ),
        ),
        Section(
            "What the words mean",
            NARRATOR,
            CALM,
            "book",
            "An open book. Three phrases appear one after another: restraint, restrictive intervention, restrictive practice.",
            (
                (
                    "Restraint",
                    "Restraint means stopping somebody from moving as they want to. Hands can do it. So can straps, locked doors, and medicine.",
                ),
                (
                    "Restrictive intervention",
                    "A restrictive intervention is anything done on purpose, in a moment, to take control of what a person does. Seclusion is one.",
                ),
                (
                    "Restrictive practice",
                    "Restrictive practice is wider still. It can be a rule for everybody: the kitchen closed, the telephone kept in an office, "
                    "the garden open only when a shift has time.",
                ),
            ),
        ),
        Section(
            "Ama",
            "Ama, who was a patient",
            WOMAN,
            "chair",
            "An empty armchair. Below it: Words written for the demonstration.",
            (
                (
                    "“I had asked to ring my sister.”",
                    "I had asked to ring my sister. I asked four times. The fifth time I shouted.",
                ),
                (
                    "“Nobody said my name.”",
                    "What I remember is that nobody said my name. They spoke to each other, over me, about where to put their feet.",
                ),
                (
                    "“I stopped asking for things.”",
                    "It was over in six minutes. For a year afterwards I did not ask anybody for anything. "
                    "They wrote down that I was settled.",
                ),
            ),
            testimony=True,
        ),
        Section(
            "Rhodri",
            "Rhodri, a father",
            MAN,
            "bag",
            "A school bag on the floor. Below it: Words written for the demonstration.",
            (
                (
                    "“He was seven.”",
                    "He was seven. A note came home that said, he was supported to the calm room.",
                ),
                (
                    "“Supported. I read it three times.”",
                    "Supported. I read that word three times. It took us until the summer to learn what it meant.",
                ),
                (
                    "“He will not wear long sleeves now.”",
                    "He will not wear anything now that touches his wrists. We would have told them about the bell, if they had asked. "
                    "It was always the bell.",
                ),
            ),
            testimony=True,
        ),
        Section(
            "Danuta",
            "Danuta, a support worker",
            OTHER_WOMAN,
            "mug",
            "A mug on a table. Below it: Words written for the demonstration.",
            (
                (
                    "“I did what I was taught.”",
                    "I did what I was taught, and I did it well. That is what I was told in the corridor.",
                ),
                (
                    "“Nobody asked him.”",
                    "Then I made his tea, and he looked at me as if we had never met. Nobody asked him how it was. Nobody asked me.",
                ),
                (
                    "“What did we miss at ten past four?”",
                    "Nobody asked what we had missed at ten past four, when there was still time.",
                ),
            ),
            testimony=True,
        ),
        Section(
            "What it leaves",
            NARRATOR,
            CALM,
            "window",
            "A window with a curtain moved by the air. The words: People have been hurt. People have died.",
            (
                (
                    "People have been hurt. People have died.",
                    "People have been hurt by restraint, and people have died. Some were children.",
                ),
                (
                    "Fear. Trust lost.",
                    "More often it leaves fear, and trust that is slow to come back. It can bring back older harm. "
                    "It changes those who do it, and those who see it.",
                ),
                (
                    "It does not treat. It does not teach.",
                    "It may stop something for a moment. It is not treatment, and it teaches nobody another way.",
                ),
            ),
        ),
        Section(
            "Where it begins",
            NARRATOR,
            CALM,
            "clock",
            "A clock at ten past four. At the end the mark: six lines that begin pressed together and end with space between them.",
            (
                (
                    "Before the moment",
                    "Nearly every restraint has a before. A wait. A noise. A no with no reason given. A shift with too few people.",
                ),
                (
                    "That is where it can be prevented.",
                    "That is where it can be prevented. The second film is about what helps instead.",
                ),
                (
                    "Take the time you need.",
                    "Take the time you need. If you or somebody else is at risk now, the link at the top of every page says who can help.",
                ),
            ),
        ),
    ),
)

WHAT_HELPS_INSTEAD = Film(
    slug="what-helps-instead",
    title="What helps instead",
    summary="Six strategies, each shown by one small thing that an invented service changed.",
    shows=(
        "six ways of preventing restraint, each with an example made up for the demonstration",
        "one person speaks about what she needed after having been restrained",
        "still drawings of ordinary things: a kettle, a garden bench, a telephone",
    ),
    does_not_show=(
        "nobody is seen being held, and no restraint is described",
        "there are no shouts, alarms or sudden sounds",
    ),
    sections=(
        Section(
            "Six strategies",
            NARRATOR,
            CALM,
            "path",
            "A path that widens. The words: Six strategies. None of them works alone.",
            (
                (
                    "Six strategies. None of them works alone.",
                    "Services that use less restraint tend to have done six things at once. None of them works alone.",
                ),
                (
                    "None is a technique for holding people.",
                    "None of the six is a technique for holding people better. They all happen before, or after.",
                ),
            ),
        ),
        Section(
            "Leaders who look, and numbers that are read",
            NARRATOR,
            CALM,
            "kettle",
            "A kettle. The words: One, leadership. Two, using data to inform practice.",
            (
                (
                    "1 Leadership",
                    "One. Leadership. A head of service came to the ward at seven in the evening, every Tuesday, for a year. "
                    "She saw the queue for the one kettle, and bought three more.",
                ),
                (
                    "2 Using data to inform practice",
                    "Two. Using data. A school drew its restraints on a clock, and not on a list. Half were within ten minutes of a bell. "
                    "So the bell was switched off.",
                ),
            ),
        ),
        Section(
            "People who know how",
            "Tomos, a teaching assistant",
            MAN,
            "bench",
            "A garden bench. The words: Three, workforce development. Below: Words written for the demonstration.",
            (
                (
                    "3 Workforce development",
                    "I used to be good at the holds. Then Mrs Okoro, whose daughter is in our class, spent a morning with us.",
                ),
                (
                    "“Sit lower than she does, and wait.”",
                    "She said, sit lower than she does, and wait longer than you can bear. "
                    "We practised waiting. It is much harder than the holds.",
                ),
            ),
            testimony=True,
        ),
        Section(
            "Plans made before they are needed",
            NARRATOR,
            CALM,
            "headphones",
            "A pair of headphones. The words: Four, prevention tools.",
            (
                (
                    "4 Prevention tools",
                    "Four. Prevention tools. Most people can say what helps them, if they are asked on a good day.",
                ),
                (
                    "What I need. What makes it worse.",
                    "One home asks two questions. What do you need when things go wrong? What makes it worse? "
                    "The answers are kept where a new colleague finds them in a minute.",
                ),
            ),
        ),
        Section(
            "People with lived experience and families",
            NARRATOR,
            CALM,
            "telephone",
            "A telephone on a small table. The words: Five, involving people with lived experience and families.",
            (
                (
                    "5 Involving people with lived experience and families",
                    "Five. Involving people with lived experience and families. Not to comment at the end, but to decide at the start.",
                ),
                (
                    "Paid. With a vote. And something changed.",
                    "On one ward, four former patients were paid to read every rule. They asked of each: who is this for? "
                    "Eleven rules had no answer. They are gone.",
                ),
            ),
        ),
        Section(
            "Afterwards",
            "Ama, who was a patient",
            WOMAN,
            "cup",
            "A teacup and saucer. The words: Six, post-incident support. Below: Words written for the demonstration.",
            (
                (
                    "6 Post-incident support and debriefing",
                    "Somebody came back the next day. Not to explain it to me. She asked what I had wanted, before.",
                ),
                (
                    "“To ring my sister.”",
                    "I said, to ring my sister. So we rang my sister. "
                    "And there has been a telephone in that corridor ever since. That is the part I tell people.",
                ),
            ),
            testimony=True,
        ),
        Section(
            "One action",
            NARRATOR,
            CALM,
            "pencil",
            "A pencil and a line of writing. At the end the mark: six lines that begin pressed together and end with space between them.",
            (
                (
                    "One thing, by a day, that somebody would notice",
                    "You may not run a service. You can still change one thing. Choose something that you can do yourself.",
                ),
                (
                    "What? By when? How will I know?",
                    "Say what it is, and by when. Then ask how you would know, and who else would notice.",
                ),
                (
                    "It may be small. It has to be true.",
                    "It may be small. It has to be true. When you are ready, write it down. We ask you about it again in a year.",
                ),
            ),
        ),
    ),
)

FILMS = (WHAT_RESTRAINT_DOES, WHAT_HELPS_INSTEAD)
