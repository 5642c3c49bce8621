"""Invented words for the made-up pledge file: nobody and nowhere real is meant.

First and last names are ordinary on purpose and are put together at random; places are made of
syllables that no map joins in this way, and organisations of both, of houses' names, and of what such bodies call themselves.
"""

from __future__ import annotations

FIRST_NAMES = tuple(
    """
    Adaeze Aisha Alun Amara Angharad Anwen Arthur Ayesha Bartek Beatrix Bethan Blessing Bronagh Bryony Calum Carys
    Cerys Chidi Ciara Clement Corin Cormac Daksha Davina Declan Delyth Dilys Dominika Eilidh Eirian Eleri Elspeth
    Emeka Enid Erin Euan Farah Fergus Ffion Fintan Fiona Freya Gareth Gethin Glenys Grainne Greta Gwen Hamish Harriet
    Hefin Heulwen Hywel Iain Ibrahim Idris Ifan Imogen Iona Isla Iwan Jacinta Jamila Jowan Kamal Keir Kerensa Kiran
    Kofi Leila Leonie Lettice Llinos Lorcan Lowri Mabli Maeve Magnus Mairi Malachy Marek Mared Megan Meriel Morag
    Muriel Nadia Nerys Niamh Nirmala Nkechi Olwen Oonagh Orla Osian Owain Padraig Pavel Petroc Philippa Priya Quentin
    Ravi Rhian Rhodri Rhona Roisin Rosalind Ruaridh Rupert Sadia Saoirse Seren Shanice Sinead Siobhan Sorcha Sunita
    Tamsin Tariq Tegan Temitope Thandi Tomos Torquil Tudur Una Ursula Venetia Wanjiru Wilfred Winifred Yasmin Yusuf
    Zainab Zofia Siân Zoë Chloë Renée Seán Áine Móirín Dafydd
    """.split()  # noqa: SIM905 - a page of names reads better as a page
)
LAST_NAMES = tuple(
    """
    Abara Ackerley Aldersey Ambrey Anstruth Arkwell Ashbrook Attley Babbage Bagshaw Balfourd Bamber Barrowby Beckwith
    Belcourt Bethune Birkett Blamire Boswick Bracken Braithwell Brockley Burnaby Cadwell Calloway Carrick Cawley
    Chadbourne Charnley Clewer Coldwell Corrigan Cotterill Cragg Crowther Culshaw Dacre Dalgarno Danbury Dearden
    Delamere Denholm Dewhirst Dockray Donnachie Draycott Dunmore Eastham Eccleshaw Elphick Entwistle Etheridge
    Fairclough Farthing Fawcett Fenwick Firbank Flitcroft Forsyth Fothergill Fullalove Gadsby Garside Gatenby Gilchrist
    Glaister Golightly Gorton Greenhalgh Grimshaw Hackney Halliwell Hardcastle Hargreave Haworth Hebblewhite Hepworth
    Hesketh Hollingdrake Horrocks Huddlestone Ibbotson Inskip Ironside Jagger Jessop Kearsley Kellaway Kershaw Kinsella
    Kirkbride Lamplugh Langstaff Larkin Lathom Leadbitter Lightfoot Lofthouse Longmire Lumsden Maddock Mainwaring
    Makepeace Marchbank Mawson Merriweather Micklewright Minshull Molyneux Mossop Murgatroyd Nettleton Nuttall Oakshott
    Ogden Oldroyd Ollerenshaw Ormerod Osgood Outhwaite Pakenham Parkinshaw Peverell Pickersgill Postlethwaite Pomfret
    Quarmby Quayle Radcliffe Ramsbottom Rastrick Ravenscroft Rigby Rothwell Rushworth Sagar Satterthwaite Scaife
    Scholefield Shackleton Shuttleworth Sidebottom Skelhorn Slingsby Smallpage Snaith Southworth Starkey Stonehouse
    Sugden Sutcliffe Tattersall Tempest Thistlewood Thornber Threlkeld Topham Tunstall Turnbull Umpleby Unsworth
    Vavasour Waddington Wagstaffe Walmsley Wardle Weatherill Whitwham Widdop Wigglesworth Winstanley Woodmansey
    Wolstenholme Yarwood Yeadon O'Gorran O'Shallow
    """.split()  # noqa: SIM905
)
PLACE_BEGINNINGS = (
    "Aldram", "Averil", "Bascom", "Bellin", "Brindle", "Cabbar", "Carrad", "Corvin", "Dapple", "Dorvel", "Edzel", "Emmer",
    "Fallim", "Fennic", "Gannel", "Garran", "Hannic", "Heddin", "Hobber", "Invel", "Isling", "Jessam", "Kelder", "Kimmoch",
    "Lambris", "Lorrin", "Marrick", "Messel", "Nantil", "Nethic", "Oakram", "Orvin", "Pellan", "Pettic", "Quarvin", "Quen",
    "Ravel", "Rossen", "Sabrel", "Sorvel", "Tamber", "Tollin", "Ullen", "Umber", "Varrow", "Vennel", "Wendle", "Wither",
    "Yaffle", "Yestin",
)  # fmt: skip
PLACE_ENDINGS = (
    "mere", "combe", "thwaite", "wick", "holme", "borough", "lorne", "stow", "garth", "fleet", "haven", "pool", "brigg", "ham",
    "wold", "minster", "by", "ton", "hithe", "scar", "law", "den", "ford", "worth", "cross",
)  # fmt: skip
PLACE_FORMS = ("{}",) * 9 + ("{} Regis", "Great {}", "Upper {}", "{}-on-Wend", "{} St Wenna", "Kirk {}", "{} Bay", "Old {}")
HOUSES = tuple(
    """
    Beehive Bellows Bluegate Bobbin Candlewick Chaffinch Cobbler's Copperbeech Cornflower Cuckoo Dandelion Dovecote
    Driftwood Elderflower Farrier's Fiddler's Foxglove Gooseberry Greengage Harebell Hopyard Jackdaw Kestrel Kingfisher
    Lamplighter's Lavender Linnet Magpie Marigold Mulberry Nightjar Orchard Peartree Periwinkle Quince Ropewalk Rushlight
    Saltbox Skylark Snowdrop Starling Tollgate Twelvetrees Walnut Weathervane Whistledown Wheelwright's Yellowhammer
    """.split()  # noqa: SIM905
)
ORGANISATION_KINDS: tuple[tuple[str, str], ...] = (
    ("{place} Hospital", "Health"),
    ("{place} NHS Foundation Trust", "Health"),
    ("{place} and {other} Partnership NHS Trust", "Health"),
    ("{name} Clinic, {place}", "Health"),
    ("{house} Ward, {place} Infirmary", "Health"),
    ("{place} Community Nursing CIC", "Health"),
    ("{name} Centre for Young Minds, {place}", "Health"),
    ("{house} House, {place}", "Social care"),
    ("{name} & {last} Care Homes", "Social care"),
    ("{house} Cottage, {place}", "Social care"),
    ("{place} Supported Living CIC", "Social care"),
    ("Homes of {place} Limited", "Social care"),
    ("{name} Shared Lives", "Social care"),
    ("{place} Council, Adult Services", "Social care"),
    ("{house} Short Breaks, {place}", "Social care"),
    ("Friends of {house} Lane, {place}", "Social care"),
    ("{place} & {last} Residential Ltd", "Social care"),
    ("{place} Academy", "Education"),
    ("{house} School, {place}", "Education"),
    ("{place} College", "Education"),
    ("St Wenna's School, {place}", "Education"),
    ("{name} Primary School, {place}", "Education"),
    ("{place} Learning Federation", "Education"),
    ("{house} Nursery and Infants, {place}", "Education"),
    ("{place} Advocacy", "Charity or advocacy"),
    ("{name} Foundation of {place}", "Charity or advocacy"),
    ("Families Together in {place}", "Charity or advocacy"),
    ("{place} Carers' Voice", "Charity or advocacy"),
    ("{name} Training Company Limited", "Training provider"),
    ("{place} School of Calm Practice", "Training provider"),
)
JOB_TITLES = (
    "Ward manager", "Nurse consultant", "Support worker", "Psychologist", "Director of quality", "Parent",
    "Expert by experience", "Head teacher", "Positive behaviour support lead", "Registered manager", "Training lead",
    "Teaching assistant", "Family carer",
)  # fmt: skip
NATIONS = ("England",) * 14 + ("Scotland", "Wales", "Wales", "Northern Ireland", "Ireland", "United Kingdom")
STAFF = ("", "", "12", "40", "85", "250", "1200", "c. 300", "50-100")
MAIL_HOUSES = ("post.example", "letterbox.example", "inbox.example", "mail.example")
