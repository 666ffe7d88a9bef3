"""Postal addresses of Europe's mainland and Latin America: the street first, then house, door and code.

Rules: a word for a street (``calle``, ``ul.``, ``utca``) takes the name beside it and the house number behind
it; a capitalised word and a number are a street and a house where a postal code and a town follow; what names
a door (``apto 12``, ``bl. C2``, ``9. tv``) or a code goes on an address that has begun.

Not here: streets of the English-speaking world, plots, villages (`addresses`).
"""

# ruff: noqa: RUF001 - names are written with typographic apostrophes
from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import UPPER, Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_KIND: Final = (
    r"(?:calle|cl\.|c/|carrera|cra\.?|kra\.?|diagonal|transversal|avenida|avda?\.?|avinguda|av\.|"
    r"paseo|passeig|pasaje|pje\.?|plaza|pza\.?|pl\.|plaça|praça|ronda|rambla|glorieta|camino|"
    r"cam[ií]|carrer|carretera|ctra\.?|calzada|bulevar|bulevardul|boulevard|boul\.|blvd\.?|bd\.?|"
    r"alameda|travessa|largo|estrada|rodovia|rua|r\.(?=[ ](?:d[aoe]s?[ ])?[A-ZÀ-Þ])"
    r"|rue|avenue|allée|impasse|chemin|cours|quai|place|passage|sentier|faubourg|route|via|viale|"
    r"vicolo|corso|piazza|piazzale|contrada|localit[àa]|strada|str\.|calea|aleea|[sș]oseaua|"
    r"[sș]os\.|splaiul|intrarea|ulica|ul\.|aleja|al\.|osiedle|os\.|n[áa]m[ěe]st[íi]|n[áa]m\.|"
    r"t[řr][íi]da|t[řr]\.|n[áa]b[řr]e[žz][íi]|ulice|trg|jalan|jln?\.?|am(?=[ ])|an[ ]der|auf[ ]der|"
    r"im(?=[ ])|zum|zur|unter[ ]den)"
)
_KIND_BEHIND: Final = (
    r"(?:utca|u\.|út|ut|tér|ter|körút|krt\.?|köz|sétány|fasor|t[řr][íi]da|t[řr]\.|ulice|ulica|"
    r"n[áa]m[ěe]st[íi]|nabre[žz]je|cesta|trg|prospekt|katu|tie|gatan|vägen|gränd|gata|vei|veien|vej|gade|"
    r"plads|allé|straat|laan|weg|plein|straße|strasse|gasse|platz|ring|damm|ufer|steig|markt)"
)
_JOINER: Final = (
    r"(?:de(?:[ ](?:la|las|los|l['’]))?|del|dels|della|delle|dei|degli|di|du|des|da|das|do|dos|d['’]|l['’]|"
    r"la|las|los|les|el|y|e|i|der|den|dem|den|van|von|zu|zum|am|ob|na|nad|pod|u|ve|w|sur|sous|en|lès|aux?|à)"
)
_CAP: Final = rf"(?:\[(?:NAME|ADDRESS|LOCATION|ORG)\]|(?:[dDlL]['’])?[{UPPER}][\w'’·.\-]*)"
_NAMED: Final = (
    rf"(?:(?:{_JOINER}[ ]){{0,2}}(?:\d{{1,2}}\.?[ ](?:de[ ])?)?{_CAP}"
    rf"(?:[ ](?:{_JOINER}[ ]){{0,2}}{_CAP}){{0,4}}?)"
)
_NUMBER: Final = r"(?:n[ºo°r]\.?|num\.?|número|#)[ ]?"
_HOUSE: Final = (
    rf"(?:{_NUMBER})?\d{{1,5}}(?:[ ]?(?:bis|ter)|(?:[ ]?[A-Z]|[a-z])(?!\w))?"
    rf"(?:[ ]?[/\-][ ]?(?:\d{{1,4}}[A-Za-z]?|[A-Z]|[IVX]+)(?!\w)){{0,2}}(?!\w)(?![:.,\-/]\d)"
    rf"(?![ ]?(?:%|µg|μg|mg|mm|cm|ml|Hz|kV))"
)
_DOOR: Final = (
    r"(?:(?:apto?|apartamento|depto|dpto|departamento|dep|piso|planta|pta|puerta|esc|escalera|bajo|"
    r"int|interior|mz|mza|lt|lote|bloque|bl|sc|et|ap|lgh|vån|tr|bus|bte|boîte|box|bp|b\.p|cs|tsa|"
    r"stock|stiege|stg|tür|top|hs|eg|og|krs|rappu|huone|unit|suite|ste|apt|flat|floor|fl|km|bloco|"
    r"quadra|qd|sala|conj|andar|dto|nr|no|nº|n°|piętro|m|lok|kl|em|ajtó|c\.?[ ]?p|cep|cap|"
    r"p\.?[ ]?o\.?[ ]?box|casilla|apartado|postfach|postbus|postboks|skr\.?[ ]?poczt)\.?[ ]?"
    r"(?:no\.?|nr\.?|nº|\#)?[ ]?(?:[A-Z]?\d[\w\-/]*|(?<=[ .])[A-Z](?!\w))"
    r"|\d{1,2}[ ]?[ºª°.][ ]?(?:piso|planta|dto|dcha|izq|izda|esq|frente|andar|tv|th|mf|sal|"
    r"em(?:elet)?|stock|étage|OG|sprat|kat|poschodí|patro|[A-Z](?!\w))\.?|"
    r"\d{1,2}(?:[ ]?[ºª°]|er|e|ème)[ ](?:piso|étage|planta|andar|[A-Z](?!\w))"
    rf"|(?:col(?:onia)?|fracc(?:ionamiento)?|barrio|bairro|urb(?:anización)?|sector|cité|résidence|"
    rf"lugar|zona)\.?[ ](?:{_JOINER}[ ]){{0,2}}{_CAP}(?:[ ]{_CAP}){{0,2}}|[A-Z][ ]?\d{{1,3}}"
    rf"(?![\w.])|\d{{1,3}}\.?[ ]?/[ ]?\d{{1,3}}|\d{{1,4}}(?:/\d{{1,3}})?"
    rf"(?=[,.]?(?:\n|$|[ ](?:apto?|depto|(?-i:[A-Z]{{2}})\b))))"
)
_BETWEEN: Final = r"(?:,?[ ]-?[ ]?|,?\n|,|\.[ ])"
_CODE: Final = (
    r"(?:[A-Z]{1,3}[ ]?[-–][ ]?)?(?:\d{5}-\d{3}|\d{4}-\d{3}|\d{3}[ ]\d{2}|\d{2}-\d{3}|\d{4}[ ]?[A-Z]{2}|"
    r"\d{5,6}|(?!19\d\d|20[0-3]\d)\d{4})(?![\w/.\-]*\d)"
)
_TOWN: Final = rf"{_CAP}(?:[ \-](?:{_JOINER}[ ]){{0,2}}{_CAP}){{0,3}}"
_REGION: Final = r"(?:[ ]?(?:/|-)[ ]?[A-Z]{2}(?!\w)|[ ]\([A-Z]{2}\))"


def postal() -> list[Rule]:
    """Return the rules of addresses in which the house stands behind its street."""
    return [*_streets(), *_doors()]


def _streets() -> list[Rule]:
    tail = rf"(?:{_BETWEEN}{_DOOR}){{0,4}}(?:{_BETWEEN}{_CODE}(?=[ ][{UPPER}\[]|[.,;\n]|$))?"
    return [
        rule(
            "ADDRESS",
            rf"(?<![\w/.\-])(?<!\d )(?P<v>(?i:{_KIND})[ ]?"
            rf"(?-i:{_NAMED}(?:,[ ]|[ ]){_HOUSE}(?:[ ]?(?:\#|[Nn]o\.)[ ]?\d+[A-Z]?[ ]?-[ ]?\d+)?){tail})",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            rf"(?<![\w/.\-])(?P<v>(?:calle|carrera|cra\.?|kra\.?|cl\.|diagonal|transversal|avenida|av\.|"
            rf"tv\.)[ ]\d{{1,3}}[A-Z]?(?:[ ]?bis)?[ ]?(?:\#|no\.?)[ ]?\d+[A-Z]?[ ]?-[ ]?\d+{tail})",
        ),
        rule(
            "ADDRESS",
            rf"(?<![\w/.\-])(?P<v>\d{{1,4}}(?:[ ]?(?:bis|ter))?,?[ ]"
            rf"(?:rue|avenue|allée|impasse|chemin|cours|quai|place|passage|sentier|boulevard|route)[ ]"
            rf"(?:(?:de[ ]la|de|du|des|d['’]|de[ ]l['’]|aux?)[ ]?)?{_CAP}"
            rf"(?:[ \-](?:{_JOINER}[ ])?(?-i:{_CAP})){{0,4}}{tail})",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<![\w/.,\-])(?P<v>\d{{1,4}}[ ]?(?:bis|ter)[ ]{_CAP}(?:[ ]{_CAP}){{0,3}}"
            rf"(?:,[ ]{_CODE}[ ]{_TOWN})?))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<!\w)(?P<v>{_CAP}(?:[ ](?:{_JOINER}[ ])?{_CAP}){{0,3}}[ ](?i:{_KIND_BEHIND})"
            rf"[ ]{_HOUSE}\.?)(?i:{tail}))",
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?<!\w)(?P<v>[{UPPER}][\w.\-]*-(?i:str\.|straße|strasse|gasse|weg|platz|allee|ring|damm|"
            rf"ufer)[ ]{_HOUSE}(?i:{tail})))",
        ),
        rule(
            "ADDRESS",
            rf"(?<!\w)(?-i:(?P<v>(?:{_CAP}[ ](?:{_JOINER}[ ])?){{0,3}}"
            rf"(?:\[(?:NAME|ADDRESS|LOCATION)\]|[{UPPER}][\w'’·\-]+),?[ ]{_HOUSE}\.?"
            rf"(?i:(?:{_BETWEEN}{_DOOR}){{0,4}}){_BETWEEN}{_CODE})"
            rf"(?=[ ](?:\[(?:NAME|ADDRESS|LOCATION)\]|[{UPPER}][\w]+)))",
            Reading.NAMED,
        ),
        rule(
            "ADDRESS",
            rf"(?-i:(?P<v>\b{_CODE}[ ]{_TOWN},[ ]{_CAP}(?:[ ]{_CAP}){{0,3}}[ ]{_HOUSE}))",
            Reading.NAMED,
        ),
    ]


def _doors() -> list[Rule]:
    return [
        rule(
            "ADDRESS",
            rf"(?<=\[ADDRESS\])(?P<v>(?:{_BETWEEN}{_DOOR}){{1,4}}(?![\w/]))(?![ ]?(?:mm|cm|ml|mg|x)\b)",
        ),
        rule("ADDRESS", rf"(?<=\[ADDRESS\])(?P<v>{_BETWEEN}{_CODE})(?=[ ][\[A-Z]|[ ]*[.,;)\n]|$)"),
        rule("ADDRESS", rf"(?<=\[ADDRESS\])(?P<v>{_REGION})"),
        rule("ADDRESS", r"(?-i:^[ \t]*(?P<v>[A-Z](?:\d\d|\dW)[ ](?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{4})[ \t]*$)"),
        *(
            rule(
                "ADDRESS",
                rf"^[ \t]*(?:(?:home|postal|patient)[ ])?addr(?:ess)?[ ]?:[^\n]*\n"
                rf"(?:[ ]{{6,}}[^\n:]+\n){{{above}}}"
                rf"[ ]{{6,}}(?P<v>[^\n:]{{2,40}}?)[ \t]*$",
            )
            for above in range(4)
        ),
        rule("ADDRESS", r"\[(?:ADDRESS|NAME)\][ ]\[NAME\](?P<v>[ ]\((?-i:[A-Z]{2})\))"),
        rule("ADDRESS", rf"\[(?:NAME|LOCATION)\](?P<v>{_REGION})(?=,?[ ](?:CEP\b|\d{{5}}-\d{{3}}|\[))"),
        rule(
            "ADDRESS",
            r"(?<=\[ADDRESS\]),[ ](?P<v>(?:\[NAME\]|[^\W\d_][\w'’.\-]*)"
            r"(?:[ ](?:[^\W\d_][\w'’.\-]*|\[NAME\])){0,3}),?(?=[ ]\[ADDRESS\])",
        ),
        rule(
            "ADDRESS",
            r"\[(?:ADDRESS|LOCATION|ORG)\][ ](?P<v>(?:do|da|dos|das|de|del|de[ ]la|de[ ]los|des|du|nad|pod|"
            r"i|w|im|am|an[ ]der|ob[ ]der|u|sur|sous|lès|les|di|dei|della|al|el|la|los|las|van|aan[ ]den|na)"
            r")[ ](?=\[(?:NAME|ADDRESS|LOCATION|ORG)\])",
        ),
        rule(
            "ADDRESS",
            r"\[NAME\][ ](?P<v>(?:do|da|dos|das|de|del|de[ ]la|de[ ]los|des|du|nad|pod|im|an[ ]der|ob[ ]der|"
            r"sur|sous|lès|di|dei|della|al|el|la|los|las|van|aan[ ]den|(?-i:am|do|i|w|u|na|pod)))[ ]"
            r"(?=\[(?:NAME|ADDRESS|LOCATION|ORG)\])",
        ),
        rule(
            "ADDRESS",
            r"\[(?:NAME|ORG|ADDRESS)\](?P<v>(?:[-–](?:aux?|sur|sous|de|la|le|les|lès|l|d|en|am|an|der|im|ob)"
            r"(?=[-'’–]))+[-–'’](?-i:[A-ZÀ-Þ]\w+))",
        ),
        rule("ADDRESS", r"(?<![\w\-])(?P<v>(?-i:[DLdl]['’]))(?=\[(?:ORG|ADDRESS|NAME)\])"),
    ]
