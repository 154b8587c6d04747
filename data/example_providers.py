"""Invented providers: who they are, how many placements end with them in a year, and what is special about them."""

from dataclasses import dataclass

TINY = (4, 8)
SMALL = (10, 25)
MEDIUM = (30, 60)
LARGE = (105, 140)


@dataclass(frozen=True, slots=True)
class Example:
    """
    One invented provider.

    Attributes:
        slug, name, ownership, municipality, methods: As in the directory; the municipality by its name.
        endings: Lowest and highest number of placements that end in a year.
        groups: Target groups it works with.
        sexes, ages: Codes of those it takes; blank means everyone.
        started, ended: First and last day, blank when unknown or running.
        successor: Slug of who took over.
        missing: Why it gives no figures, by year; "alla" for every year.
        unmeasured: Measures it does not collect.
        low_response: Years in which too few answered the survey; "alla" for every year.
        drift: Change a year on the logit scale, so that some series move.
        units: The units it shows by name.
    """

    slug: str
    name: str
    ownership: str
    municipality: str
    methods: str
    endings: tuple[int, int]
    groups: tuple[str, ...] = ("bu-hvb",)
    sexes: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    started: str = ""
    ended: str = ""
    successor: str = ""
    missing: tuple[tuple[str, str], ...] = ()
    unmeasured: tuple[str, ...] = ()
    low_response: tuple[str, ...] = ()
    drift: float = 0.0
    units: str = ""


HVB = ("bu-hvb",)
BOTH = ("bu-hvb", "bu-stodboende")
HOUSING = ("bu-stodboende",)
TEENS = ("13-17", "18-20")

EXAMPLES = (
    # Four to eight endings a year: nearly everything is too small to show.
    Example("tarnmo-hemmet", "Tärnmohemmet", "ideell", "Vilhelmina", "Miljöterapi", TINY),
    Example("grahojden", "Gråhöjden HVB", "privat", "Älvdalen", "Miljöterapi; Kognitiv beteendeterapi", TINY),
    Example("oskarkullen", "Öskärkullen", "ideell", "Gotland", "Traumamedveten omsorg", TINY),
    Example("klockarangen", "Klockarängens kommunala HVB", "kommunal", "Emmaboda", "Trappan", TINY),
    Example("vassla-gard", "Vässla gård", "privat", "Åre", "Miljöterapi; Hästunderstödda insatser", TINY, ages=TEENS),
    Example("regionhemmet-tallmon", "Regionhemmet Tallmon", "regional", "Olofström", "Familjeterapi", TINY),
    # Ten to twenty-five: pooled years carry most of what can be shown.
    Example(
        "bjorkasa-vret", "Björkåsa Vret HVB", "privat", "Enköping", "Motiverande samtal; Återfallsprevention", SMALL
    ),
    Example("asklinten", "Åsklinten", "ideell", "Mjölby", "Miljöterapi; Trappan", SMALL, ages=TEENS),
    Example("storkallan", "Storkällans ungdomshem", "kommunal", "Växjö", "Aggression Replacement Training", SMALL),
    Example("videskar", "Videskär", "privat", "Karlskrona", "Dialektisk beteendeterapi", SMALL, sexes=("K",)),
    Example("norrangsbo", "Norrängsbo HVB", "kommunal", "Luleå", "Lösningsfokuserat arbetssätt", SMALL, ages=TEENS),
    Example("lyktan-i-dalen", "Lyktan i Dalen", "ideell", "Borlänge", "Traumamedveten omsorg; Trappan", SMALL),
    Example("sjobacka-oster", "Sjöbacka Öster", "privat", "Nybro", "Miljöterapi", SMALL, ages=TEENS),
    Example("harparbo", "Harparbo behandlingshem", "privat", "Laholm", "Kognitiv beteendeterapi", SMALL),
    Example("regionhemmet-ormbacken", "Regionhemmet Ormbäcken", "regional", "Östersund", "Familjeterapi", SMALL),
    Example(
        "skogsfrun", "Stiftelsen Skogsfrun", "ideell", "Arvika", "Miljöterapi; Natur och rörelse", SMALL, ages=TEENS
    ),
    Example("lillstrommen", "Lillströmmens HVB", "kommunal", "Sollefteå", "Trappan", SMALL),
    Example("hallonvreten", "Hallonvreten", "privat", "Flen", "Funktionell familjeterapi", SMALL, ages=TEENS),
    Example(
        "statshemmet-vrangsund",
        "Statshemmet Vrångsund",
        "statlig",
        "Strömstad",
        "Återfallsprevention",
        SMALL,
        ages=TEENS,
        low_response=("alla",),
    ),
    Example(
        "ogontrosten", "Ögontröstens HVB", "privat", "Sala", "Motiverande samtal", SMALL, unmeasured=("skolnarvaro",)
    ),
    # Thirty to sixty.
    Example(
        "kvarnhjulet",
        "Kvarnhjulets ungdomsvård",
        "privat",
        "Örebro",
        "Kognitiv beteendeterapi; Trappan",
        MEDIUM,
        drift=0.25,
    ),
    Example(
        "angsviken",
        "Ängsvikens HVB",
        "kommunal",
        "Göteborg",
        "Funktionell familjeterapi; Miljöterapi",
        MEDIUM,
        units="Norra huset; Sjöhuset",
    ),
    Example(
        "tre-lindar-smedby", "Tre Lindar Smedby", "ideell", "Jönköping", "Traumamedveten omsorg", MEDIUM, ages=TEENS
    ),
    Example(
        "mastugan",
        "Måstugan",
        "privat",
        "Kristianstad",
        "Aggression Replacement Training",
        MEDIUM,
        sexes=("M",),
        ages=TEENS,
    ),
    Example(
        "fjallripan",
        "Fjällripans HVB",
        "ideell",
        "Umeå",
        "Miljöterapi; Lösningsfokuserat arbetssätt",
        MEDIUM,
        unmeasured=("parad-bedomning", "battre-psykisk-halsa"),
    ),
    Example(
        "statshemmet-kolmeskog",
        "Statshemmet Kolmeskog",
        "statlig",
        "Gävle",
        "Återfallsprevention",
        MEDIUM,
        ages=TEENS,
        low_response=("2020",),
    ),
    Example(
        "havtornet",
        "Havtornets boende och vård",
        "privat",
        "Helsingborg",
        "Motiverande samtal",
        MEDIUM,
        BOTH,
        ages=TEENS,
    ),
    Example(
        "regionhemmet-almgarden", "Regionhemmet Almgärdet", "regional", "Uppsala", "Familjeterapi", MEDIUM, drift=-0.2
    ),
    # Above a hundred.
    Example(
        "nordstjarnevard",
        "Nordstjärnevreten Vård",
        "privat",
        "Södertälje",
        "Kognitiv beteendeterapi; Trappan",
        LARGE,
        BOTH,
    ),
    Example("stadshemmen-lovsangaren", "Stadshemmen Lövsångaren", "kommunal", "Malmö", "Miljöterapi; Trappan", LARGE),
    # Those with something special.
    Example(
        "nyckelviolen",
        "Nyckelviolens HVB",
        "privat",
        "Härryda",
        "Dialektisk beteendeterapi",
        SMALL,
        started="2021-01-11",
        missing=(("2020", "startade-senare"),),
    ),
    Example("gamla-prastbolet", "Gamla Prästbolet", "ideell", "Katrineholm", "Miljöterapi", SMALL, ended="2021-12-31"),
    Example(
        "tussilagon", "Tussilagons HVB", "privat", "Linköping", "Miljöterapi", SMALL, missing=(("alla", "avbojt"),)
    ),
    Example(
        "ronnbarsliden",
        "Rönnbärsliden",
        "privat",
        "Tierp",
        "Trappan",
        SMALL,
        ended="2020-12-31",
        successor="bjorkasa-vret",
    ),
    Example(
        "solrosfaltet",
        "Solrosfältets HVB",
        "kommunal",
        "Kiruna",
        "Lösningsfokuserat arbetssätt",
        SMALL,
        missing=(("2020", "ej-lamnat"), ("2021", "ej-lamnat")),
    ),
    # Supported housing.
    Example(
        "trappuppgangen", "Trappuppgångens stödboende", "kommunal", "Västerås", "Boendestöd", MEDIUM, HOUSING, drift=0.2
    ),
    Example("egen-nyckel", "Egen Nyckel i Väst", "ideell", "Borås", "Boendestöd; Motiverande samtal", MEDIUM, HOUSING),
    Example("portgangen", "Portgången stödboende", "privat", "Sundsvall", "Boendestöd", SMALL, HOUSING),
    Example(
        "hogalidens-trapphus",
        "Högalidens Trapphus",
        "privat",
        "Huddinge",
        "Boendestöd; Återfallsprevention",
        MEDIUM,
        HOUSING,
    ),
    Example("vandpunktsvagen", "Vändpunktsvägen 3", "ideell", "Skövde", "Lösningsfokuserat arbetssätt", SMALL, HOUSING),
    Example("flyttlasset", "Flyttlassets stödboende", "kommunal", "Norrköping", "Boendestöd", SMALL, HOUSING),
    Example(
        "tamburen",
        "Tamburens stödboende",
        "privat",
        "Lund",
        "Boendestöd; Ekonomiskt stöd",
        SMALL,
        HOUSING,
        sexes=("M",),
    ),
    Example("kommunhuset-sankan", "Sänkans stödboende", "kommunal", "Skellefteå", "Boendestöd", MEDIUM, HOUSING),
    Example("vindsrummet", "Vindsrummet", "ideell", "Falun", "Motiverande samtal", TINY, HOUSING),
    Example(
        "nasta-vaning",
        "Nästa Våning Stödboende",
        "privat",
        "Halmstad",
        "Boendestöd",
        SMALL,
        HOUSING,
        started="2018-09-01",
        missing=(("2017", "startade-senare"), ("2018", "startade-senare")),
    ),
)
