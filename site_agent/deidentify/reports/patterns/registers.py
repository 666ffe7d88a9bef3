"""Numbers of people in registers: national forms, licences behind a name, pagers in brackets.

Rules: a form that only one register has (three letters, two digits, two letters; three groups of digits and a
version of two letters) is an id wherever it stands; a number of five digits behind an abbreviation goes only
behind a name or a degree, where a council's licence stands; groups between dots are an id when no measurement
has so many.

Not here: ids behind a label (`numbers`, `labelled_numbers`), telephones (`contacts`).
"""

# ruff: noqa: RUF001 - numbers are joined by dashes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import Reading, any_of, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_LETTER: Final = "[A-HJ-NP-Z]"
_NO_COUNCIL: Final = (
    r"(?!(?:CPT|ICD|DLP|DAP|CTDI|BNP|WBC|PLT|PSA|LDH|CK|HU|DOB|DOS|EXAM|ON|AT|IN|OF|TO|BY|FOR|AND|WITH|FROM|"
    r"WAS|CALL|ROOM|WARD|BED)\b)"
)
_NUMBERED: Final = r"(?:[ ]?(?:No|NO|no|Nr|Reg|REG|reg|Lic|LIC|ID|id|#)\.?){0,2}[ ]?[:#]?[ ]?"


def registers() -> list[Rule]:
    """Return the rules of registers."""
    return [*_forms(), *_licences(), *_logs(), *_plates(), *_things(), *_pagers(), *_rests()]


def _forms() -> list[Rule]:
    lettered = (
        rf"[A-Z]{{2}}(?:\d{{6}}[A-D]|[ ]\d\d[ ]\d\d[ ]\d\d[ ][A-Z]|"
        rf"\d\d(?:[ ][A-Z\d]{{4}}){{3,7}}(?:[ ]\d{{1,3}})?|(?<={_LETTER}{{2}}){_LETTER}\d\d{_LETTER}{{2}})"
    )
    spaced = (
        r"\d{4}[ \-]\d{3}[ \-]\d{3}[ \-]?[A-Z]{2}|[12][ ]\d\d[ ]\d\d[ ]\d[\dAB][ ]\d{3}[ ]\d{3}(?:[ ]\d\d)?|"
        r"\d{3}(?:[ ]\d{3}){4}|\d\d/\d{3}/\d{4}"
    )
    apart = r"\d{3}_\d\d_\d{4}|[A-Z]{1,2}[ ]\d{5,7}[ ][A-Z](?=[ \t]*(?:$|[.,;|)]))"
    joined = r"\d{4,6}(?:\.\d{3,4}){2,3}(?:[-/][\dA-Z]{1,2})?|\d{3,8}[-–]\d{4,8}[A-Z]{1,2}"
    return [
        rule("ID", rf"(?-i:(?<![\w\-/.])(?P<v>{lettered}|\d\d-[A-Z]{{2}}-\d{{5,8}})(?![\w\-/]))"),
        rule(
            "ID",
            rf"(?-i:(?<![\w.,/\-])(?P<v>{spaced}|{apart}|{joined})(?![\w\-]|[.,]\d))",
            Reading.UNMEASURED,
        ),
    ]


def _licences() -> list[Rule]:
    register = (
        r"(?:NPI|GMC|IMC|MCRN|MCNZ|MINC|CPSO|CPSA|CPSBC|AHPRA|HPCSA|NMC|HCPC|DEA|UPIN|SMC|MMC|MCI|PMDC|BMDC)"
    )
    beside = rf"(?:\[NAME\]|(?<![\w.]){any_of('credentials')})[,;|/–)\-]?[ \n]"
    council = rf"{_NO_COUNCIL}[A-Z]{{3,6}}(?:[ \-/][A-Z]{{2}}(?![A-Z]))?{_NUMBERED}"
    return [
        rule(
            "ID",
            rf"(?-i:{beside}(?:[A-Z][A-Za-z]{{1,7}},?[ ]){{0,2}}{council}"
            rf"(?P<v>[A-Z]{{0,2}}[-.]?\d{{5,8}}[A-Z]?))(?![\w/]|[.,\-]\d)",
            Reading.UNMEASURED,
        ),
        rule(
            "ID", rf"(?-i:\b{register}(?:[ ]?[:#]|[ ](?:no\.?|No\.?|NO))?[ ](?P<v>[A-Z]{{2,5}})[ ](?=\[ID\]))"
        ),
    ]


def _logs() -> list[Rule]:
    """Return the rules of papers, plates and logs whose number has letters apart or few figures."""
    paper = r"(?:licen[cs]e|lic|reg(?:istration)?|passport|policy|certificate|cert|permit|visa|id[ ]card)"
    joining = r"(?!(?:in|on|at|of|by|to|and|was|the|no|is|for|from|up|due|yr|yrs|exp)\b)"
    log = (
        r"(?:police|cad|incident|crime|ambulance|ems|fire|occurrence|call[ ]?out|dispatch|ward[ ]book|"
        r"register)"
    )
    return [
        rule(
            "ID",
            rf"\b{paper}\.?(?:[ ](?:no|nr|number|\#)\.?)?[ ]?[:#]?[ ]{joining}"
            rf"(?P<v>[a-z]{{1,4}}[ \-]\d{{4,}}(?:[ ]\d{{2,4}})?)(?![\w/.\-]*\d)",
        ),
        rule(
            "ID",
            rf"\b{log}[ ](?:(?:cad|log|ref|no|nr|number|report|run|entry|\#)\.?[ ]?[:#]?[ ]?){{1,3}}"
            rf"(?P<v>[a-z]{{0,3}}[-/]?\d{{2,8}}(?:[-/]\d{{1,8}}){{0,2}})(?![\w:.]*\d|[ ]?(?:mm|cm|h|hrs?)\b)",
        ),
        rule(
            "ID",
            r"\b(?:medic|engine|ladder|squad|helimed|lifeflight|careflight|airmed|medevac|rescue)[ ]"
            r"(?P<v>\d{1,4})(?=[ ](?:brought|crew|responded|transported|arrived|en[ ]route|on[ ]scene|"
            r"called|reports?|states?)\b|[,.;]|[ ]*$)",
        ),
        rule(
            "ID",
            r"\b(?:w?pc|dc|constable|officer|deputy|trooper|collar(?:[ ]no)?\.?)[ ](?P<v>\d{2,6})"
            r"(?=[ ]\[NAME\]|[ ](?:attended|arrived|reports?)\b)",
        ),
        rule(
            "ID",
            r"\bflight[ ](?:no\.?[ ])?(?-i:(?P<v>[A-Z]{2}[ ]?\d{1,4}(?:,[ ]seat[ ]\d{1,2}[A-K])?))(?!\w)",
        ),
        rule(
            "ID",
            r"\b(?:work)?(?:station|host(?:name)?)(?:[ ](?:name|id))?[ ]?[:=]?[ ]"
            r"(?P<v>(?=[\w\-]*\d)[a-z][a-z\d_\-]{4,})(?!\w)",
        ),
    ]


def _plates() -> list[Rule]:
    """Return the rules of plates of vehicles, behind the vehicle, the word for a plate or who was in it."""
    vehicle = (
        r"(?:vehicle|car|lorry|truck|van|taxi|bakkie|minibus|bus|ute|motorcycle|motorbike|bike|scooter|"
        r"ambulance)"
    )
    somebody = r"(?:driver|rider|passenger|pillion|occupant|cyclist|motorcyclist)"
    told = r"(?:reg(?:istration)?\.?|rego|plates?|tag|no\.?|number[ ]plate)"
    no_word = r"(?!(?:at|in|on|of|by|to|for|hit|was|and|with|from|over|near|age|aged)\b)"
    apart = (
        rf"{no_word}(?=[a-z]*\d[a-z\d]*[ ·\-]|[a-z]+[ ·\-]\d)(?=[\d ·\-]*[a-z])"
        r"[a-z\d]{2,4}[ ·\-][a-z\d]{2,4}"
    )
    grouped = r"[a-z]{2,3}[ \-]\d{2,3}[ \-]\d{2,3}(?:[ ][a-z]{2})?"
    apart = rf"(?:{apart}|\d-\d{{4}}[a-z])"
    ends = r"(?![\w.]*\d)(?=[ ]?\)|[ ][a-z]|[.,;]|[ ]*$)"
    return [
        rule("ID", rf"\b{vehicle}[ ]\(?(?:{told}[ ])?(?P<v>{apart}){ends}"),
        rule("ID", rf"\b{vehicle}[ ](?:{told}[ ])?(?P<v>{grouped})(?!\w)"),
        rule(
            "ID",
            rf"\b(?:registration|rego|number[ ]plate|plates?)[ ](?:no\.?[ ])?"
            rf"(?-i:(?P<v>(?i:{apart})))(?=[.;,)]|[ ]*$)",
        ),
        rule("ID", r"\btag[ ](?-i:(?P<v>[A-Z]{1,3}[ ]\d{3,6}))(?=[ ](?:per|from|at|of|and)\b|[.,;)])"),
        rule("ID", rf"\b{somebody},?[ ]\(?(?-i:(?P<v>(?=[A-Z\d ]+\b)(?i:{apart}))){ends}"),
    ]


def _things() -> list[Rule]:
    """Return the rules of things that somebody was given, rode on or lies in, by their number."""
    thing = (
        r"(?:locker|tray|cassette|key|kennel|stable|stall|cage|seat|slot|exhibit|bag|drawer|shelf|rack|straw|"
        r"kit|seal|tag|badge|stretcher|trolley|body[ ]bag)"
    )
    dead = (
        r"(?:autopsy|post[ -]?mortem|necropsy|mortuary|morgue|coroner|(?:sperm|tissue|egg)[ ]bank|donor|"
        r"embryo|inquest)"
    )
    return [
        rule(
            "ID",
            rf"\b{thing}[ ](?:no\.?[ ]|\#)?(?-i:(?P<v>[A-Z]{{1,3}}-?\d{{2,6}}(?:[-/]\d{{1,4}})?[A-Z]?|"
            rf"[A-Z]{{1,3}}/\d{{1,5}}))(?!\w|[.,:]\d)",
        ),
        rule("ID", r"\bcell[ ](?-i:(?P<v>[A-Z]\d{1,3}(?:-\d{1,3})?))(?!\w)"),
        rule(
            "ID",
            r"\b(?:bus|tram|train|taxi|cab|locomotive|trawler|ferry)[ ](?:no\.?[ ]|number[ ]|\#)?"
            r"(?P<v>\d{2,5})(?=[ ](?:rider|driver|passenger|engineer|crew|conductor)|[.,;]|[ ]*$)",
        ),
        rule(
            "ID",
            rf"\b{dead}[ ](?:no\.?[ ]|number[ ]|ref[ ]|\#[ ]?)?"
            rf"(?P<v>[A-Z]{{0,3}}\d{{2,4}}[-/]\d{{2,6}}|[A-Z]\d{{3,6}}|\d{{5,}})(?!\w)",
        ),
        rule("ID", r"\b(?:on|aboard|off)[ ](?-i:(?P<v>[A-Z]{2}\d{3,4}))(?=[ ](?:from|to)[ ])"),
        rule(
            "ID",
            r"\b(?:key[ ]?safe|(?:door|gate|access|entry|alarm)[ ]code|passcode)[ ]?(?:is[ ]|no\.?[ ]|:)?"
            r"[ ]?(?P<v>[A-Z]{0,2}\d{3,8}[A-Z\#]?)(?!\w)",
        ),
        rule("ID", r"\b(?:zoom|webex|meeting[ ]id)[ ]?:?[ ](?P<v>\d{3}[ \-]?\d{3,4}[ \-]?\d{3,4})(?!\w)"),
    ]


def _rests() -> list[Rule]:
    """Return the rules of groups left over before or behind an id."""
    return [
        rule(
            "ID",
            r"\bsocial[ ](?:security[ ])?(?:no\.?[ ]|\#[ ]?|number[ ])?(?P<v>\d{3}[ \-]\d{2,3}[ \-]\d{3,4})"
            r"(?!\w)",
        ),
        rule(
            "ID",
            r"(?-i:\b(?:ICD|[Pp]acemaker|PACEMAKER|[Gg]enerator|[Pp]rosthesis|[Ss]timulator|[Rr]ecorder|"
            r"RECORDER)[ ]"
            r"(?P<v>[A-Z]{2})[ ](?=\[ID\]))",
        ),
        rule("ID", r"(?-i:\b(?:[Rr]ef|REF|[Ll]ot|LOT|[Ss]erial|SERIAL)\.?[ ](?P<v>[A-Z]{2})[ ](?=\[ID\]))"),
        rule(
            "ID",
            r"\bcertification[ ](?:no\.?[ ]|\#[ ]?|number[ ])?(?P<v>\d{4,8})(?![\w/]|[.,\-]\d)",
        ),
        rule("ID", r"(?-i:\[(?:ID|PHONE)\][ ](?P<v>\d{3}[A-Z])(?![\w/]))"),
        rule("ID", r"\"user\":[ ]?\"(?-i:(?P<v>[a-z]{2,8}[ _][a-z]{3,16}))(?=\")"),
        rule("ID", r"\buser[ ]id[ ]?:?[ ](?P<v>[a-z]{2,16}(?:[._ ][a-z]{1,16}))(?=,|;|[ ]*$)"),
        rule(
            "ID",
            r"\b(?:hcn|ramq|nam|health[ ]card)[ ]?(?:no\.?|"
            r"number)?[ ]?[:#]?[ ](?P<v>[a-z]{4}[ ]\d{4}[ ]\d{4})(?!\w)",
        ),
        rule("PHONE", r"\((?P<v>0\d{1,3}[ ])(?=\[(?:PHONE|ID)\])"),
        rule("ID", r"\[(?:ID|PHONE)\](?P<v>(?:[-–/.]\d{1,8}[A-Z]?){1,4})(?![\w:])"),
        rule("ID", r"(?<![\w.,/\-])(?P<v>(?:\d{1,8}[-/]){1,3})(?=\[(?:ID|PHONE)\])"),
        rule("ID", r"(?-i:\[ID\](?P<v>[-/][A-Z]{1,2}))(?=[ \t]*(?:$|[,;|)\]]|/[ ]|[ ]/))"),
        rule(
            "ID",
            r"(?-i:\b(?i:registration|licen[cs]e|certificate|serial(?:[ ]number)?|stored[ ]under|patientid)"
            r"[ ;:]{1,2}(?P<v>[A-Z]{2,5}(?:[-/][A-Z]{2})?|(?:Reg|REG|No|NO|Nr|NR)\.)[ ](?=\[ID\]))",
        ),
        rule("ID", r"\b(?:id|no\.?|number|\#)[ ]?:?[ ](?-i:(?P<v>[A-Z]{2,3}))[ ](?=\[(?:ID|PHONE)\])"),
        rule("ID", r"\[ID\](?P<v>(?:[ ]\d{2,4}){1,2})(?=\.(?:[ ]|$)|[ \t]*$)"),
        rule("ID", r"(?-i:(?<![\w.,/\-])(?P<v>\d\d-[A-Z]{2}-)(?=\[(?:ID|PHONE)\]))"),
        rule("ID", r"(?-i:(?<![\w.,/\-])(?P<v>[A-Z]{2}\d\d\.)(?=\[(?:ID|DATE)\]))"),
        rule("ID", r"(?P<v>\blot)[ ](?=\[ID\][ ]?\[ADDRESS\])"),
        rule("ID", r"(?-i:\[ID\](?P<v>·[A-Z]{3}))(?!\w)"),
        rule(
            "ID",
            r"\blicen[cs]e[ ](?:no\.?|number)[ ]of[ ][^:\n]{3,24}:[ ]"
            r"(?-i:(?P<v>[A-Z]{2}-[A-Z]?\d{3,7}))(?!\w)",
        ),
        rule("ID", r"(?-i:(?<![\w#])(?P<v>[A-Z]{1,3}\#)(?=\[ID\]))"),
        rule("ID", r"(?P<v>(?<![\w\\])[a-z]{2,8}[\\/_])(?=\[(?:ID|NAME)\])"),
        rule(
            "ID",
            r"\b(?:log(?:ged)?(?:[ ](?:in|on)(?:[ ]as)?)?|login|by|user(?:name)?|as)[ :]{1,2}"
            r"(?P<v>(?:tech|rad|rt|rn|md|sono|nuc|usr|adm)-(?:[a-z]{2,4}\d{1,3}|\[(?:ID|NAME|"
            r"INITIALS)\]\d{0,3}))(?!\w)",
        ),
        rule("ID", r"\[(?:ID|NAME|INITIALS)\](?P<v>_[a-z\d]{1,8})(?![a-z\d])"),
        rule(
            "NAME", r"\[(?:ID|NAME)\](?P<v>\.[a-z]{1,2}\d{0,2})(?=[ ](?:to|from|via|on|at|by|\[DATE)|[ ]*$)"
        ),
        rule(
            "ID",
            r"\b(?:printed|entered|filed|signed[ ]off|sent|created|logged)[ ]by[ ]"
            r"(?-i:(?P<v>[a-z]{2,6}[ _][a-z]{3,8}\d{1,4}))(?=[ ](?:on|at|from)\b|[ ]*[.,;)])",
        ),
        rule(
            "ID",
            r"\b(?:opened|viewed|printed|read|signed|edited|accessed|typed|created)[ ]by[ ]"
            r"(?-i:(?P<v>[a-z]{3,12}\d{2,4}))(?=[ ](?:from|on|at|via)\b|[ ]*[.,;)])",
        ),
        rule(
            "ID",
            r"\bby[ ](?-i:(?P<v>(?!day|week|month|hour|year|step|grade)[a-z]{4,10}\d{1,3}))(?=[.,;)](?:[ ]|"
            r"$)|[ ]*$)",
        ),
        rule(
            "ID",
            r"\[NAME\][ ]\((?-i:(?P<v>[a-z]{2,10}[ _][a-z\d]{3,12}))\)(?=[ ](?:\[DATE\]|\d))",
            Reading.STRANGE,
        ),
        rule(
            "ID", r"\b(?:login|user)[ ]:?[ ]?(?P<v>[a-z]{4,12}\d{0,4})(?=[ ]*(?:[.;,)]|$))", Reading.STRANGE
        ),
        rule("ID", r"\[NAME\][ ]\((?P<v>[a-z]{4,10})\)(?=[ ](?:on[ ]|at[ ])?\[DATE\])", Reading.STRANGE),
        rule("ID", r"\[ID\](?P<v>[ ]\d{2,4})(?=[ ](?:was|were|is|are|has)\b)"),
        rule(
            "ID",
            r"\b(?:implant|pump|label|pacemaker|prosthesis|expander|stent|coil|filter|valve|port|clip)[ ]\#?"
            r"(?P<v>lot)[ ](?=\[ID\])",
        ),
    ]


def _pagers() -> list[Rule]:
    return [
        rule(
            "PHONE",
            r"\b(?:pag(?:ed|er|ing)|ble+ped?|beeped?|dect|ext(?:ension)?)[ ]"
            r"(?:[\w\[\]]+[ ]){0,2}(?:x[ ]?\d[ ])?\([ ]?"
            r"(?:#|x|ext\.?[ ]|no\.?[ ])?(?P<v>\d{3,6})[ ]?\)",
        ),
        rule("ID", r"\blic\.?[ ](?-i:(?P<v>CRM-[A-Z]{2}))(?=[ ](?:\[ID\]|\d))"),
        rule(
            "ID",
            r"\b(?:van|car|lorry|truck|bus|taxi|motorbike|motorcycle|scooter)(?:[ ]reg\w*)?,?[ ]"
            r"(?-i:(?P<v>(?=[A-Z]*\d)[A-Z\d]{2,4}[ ](?=\d*[A-Z])[A-Z\d]{2,4}))(?=[.,;)])",
        ),
        rule("ID", r"\bvehicle[ ](?:as|is)[ ](?-i:(?P<v>[A-Z]{1,3}[ ]\d{1,4}[ ][A-Z]))(?!\w)"),
    ]
