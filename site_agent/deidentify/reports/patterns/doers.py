"""Whoever did it, in letters: initials behind a deed, behind a role, and before what only people do.

Rules: a deed of reading, writing, imaging or telling followed by "by", a mark or a bracket, a role of a
footer, and a subject of what only people do have a person there; two or three letters in that slot are
initials, unless they are short for a unit, a job, a machine, a way in or an answer (`NOBODY`). Behind a bare
deed letters that medicine uses stay: "checked NGT".

Not here: slots that a layout tells (`checked_initials`, `footer_initials`), pairs of author and typist
(`paired_initials`), letters alone (`lone_letters`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_agent.deidentify.reports.patterns.writing import Reading, rule

if TYPE_CHECKING:
    from site_agent.deidentify.reports.patterns.writing import Rule

_UNITS: Final = (
    r"ED|ER|EM|EP|AE|ICU|ITU|HDU|CCU|NICU|PICU|SICU|MICU|AMU|MAU|SAU|AAU|EAU|ACU|SSU|OPD|OP|IP|IR|OR|OT|PT|ENT|GI|GU|OB|"
    r"GYN|OMFS|MDT|MDM|NHS|VA|VNA|EMS|PACS|RIS|EMR|EHR|PCT|HMO|QA|IT|HR|CDC|WHO|FDA|UK|US|USA|IRB|CAMHS|EPU|EPAU"
)
_JOBS: Final = (
    r"GP|PCP|PMD|MD|DO|RN|NP|PA|RT|RTR|LPN|CNA|HCA|SHO|HO|SPR|REG|FY|CNS|ANP|AHP|ODP|BMS|SLT|SLP|PI|NOK|DR|MS|MR|"
    r"MRS|CEO|MLC"
)
_IMAGES: Final = (
    r"CT|CTA|CTPA|CTKUB|MR|MRI|MRA|MRV|MRCP|USS|XR|CXR|AXR|KUB|NM|PET|DXA|DEXA|MG|RF|CR|DX|AP|LAT|OPG|EUS|TTE|TEE|TOE|"
    r"ECG|EKG|EEG|EMG|FNA|HIDA|DSA|ERCP|AI|CAD|3D|2D|MIP|MPR"
)
_ANSWERS: Final = (
    r"IV|IM|PO|SC|IA|PR|PV|NG|NGT|ETT|PEG|PRN|BD|OD|TDS|QDS|NBM|NPO|OK|NO|YES|NIL|NA|NAD|WNL|TBA|TBC|STAT|AM|PM|HRS|FAX|"
    r"SMS|TEL|EXT|ID|DOB|MRN|LMP|INR|THE|AND|ALL|NOT|FOR|OUT|END|DNA|DNR|LT|II|III|BP|PH|HL7|IN|ON|AT|TO|BY|OF|AS|IF|IS|"
    r"IT|ST|NEW|OLD|NOW|SEE|PER|CC"
)
NOBODY: Final = rf"(?!(?:{_UNITS}|{_JOBS}|{_IMAGES}|{_ANSWERS})(?![\w']))"
"""What capitals are short for where a person may stand, and that is no person."""
_NO_WORD: Final = (
    r"(?!(?:the|his|her|our|us|me|an?|my|it|its|and|or|not|for|was|is|are|has|had|be|by|in|on|at|to|of|off|out|all|any|"
    r"due|met|yes|no|nil|none|na|ok|done|see|new|old|now|via|per|as|if|we|he|she|they|you|who|one|two|both|"
    r"ct|cta|mri?|us|uss|xr|nm|pet|ed|er|gp|pcp|np|rn|md|pa|icu|itu|ent|ir|or|ai|cad|fax|sms|iv|im|po|sc|ng|bp|"
    r"am|pm|hrs?|h|mg|ml|mm|cm|pt|req|dr|mrs|ms|hx|dx|fx|tx|rx)(?![\w/']))"
)
_CAPITALS: Final = rf"(?:{NOBODY}[A-Z]{{2,3}}|[A-Z]{{2,3}}-[A-Z]{{1,2}}|[A-Z][a-z][A-Z]|[A-Z]/[A-Z])"
_DOTTED: Final = r"(?:(?:[A-Z]\.-?[ ]?){1,3}[A-Z](?!\w)\.?|[a-z]\.[a-z]\.?)"
_LETTERS: Final = rf"(?-i:{_CAPITALS}|{_DOTTED}|{_NO_WORD}[a-z]{{2,3}})(?![\w'])"
_GREAT: Final = rf"(?-i:{_CAPITALS}|{_DOTTED})(?![\w'])"

_REPORTED: Final = (
    r"(?:finally[ ])?(?:dictated|addended|amended|corrected|edited|verified|authori[sz]ed|authenticated|"
    r"approved|attested|"
    r"validated|finali[sz]ed|signed|signed[ -]?(?:off|out|in)|co-?signed|counter-?signed|typed|transcribed|"
    r"transcr|"
    r"transcrit|proofed|proof-?read|scribed|keyed|protocol+ed|vetted|justified|initial+ed|over-?read|"
    r"dicté|tapé|vérifié|signé|relu|lu|rédigé|approuvé|saisi|validé|interprété|révisé|corrigé)"
)
"""What is done to reports and requests alone."""
_READ: Final = (
    r"(?:(?:re-?|double[ -]|wet[ -]|prelim[ -]?)?(?:read|reported|interpreted|reviewed|revised)|issued|"
    r"released|graded|"
    r"scored|cleared|passed|audited|coded)"
)
_WRITTEN: Final = (
    r"(?:transcript|entered|logged|filed|closed|"
    r"unlocked|locked|opened|archived|uploaded|printed|saved|sent|faxed|e-?mailed|minuted|booked|scheduled|received|"
    r"registered|created|completed|updated|modified|recorded|documented|noted|labell?ed|marked)"
)
_IMAGED: Final = (
    r"(?:scanned|imaged|acquired|performed|positioned|screened|exposed|prioritised|triaged|"
    r"accepted|cannulated|injected|given|administered|drawn(?:[ ]up)?|dispensed|assayed|prepared|checked|"
    r"double[ -]checked|"
    r"confirmed|witnessed|consented|chaperoned|assisted|supervised|led|counted|measured|calculated|segmented|contoured|"
    r"reconstructed|(?:post-?)?processed|analy[sz]ed|calibrated|allocated|cannula|film|portable|"
    r"iv[ ]access|handover|"
    r"interrogated|reprogrammed|programmed)"
)
_TOLD: Final = (
    r"(?:called|phoned|telephoned|rung|paged|bleeped|communicated|relayed|conveyed|notified|informed|discussed|"
    r"acknowledged|read[ -]?back|message[ ](?:left|taken)|texted|handed[ ]over|escalated|flagged)"
)
_DEED: Final = rf"(?:{_REPORTED}|{_READ}|{_WRITTEN}|{_IMAGED}|{_TOLD})"
_ROLE: Final = (
    r"(?:(?:co-?)?author|dictator|dictating|reporter|originator|editor|approver|validator|checker|authoriser|verifier|"
    r"observer|trainee|supervisor|supervised|speaker|voice[ ]profile|sgd|sig|sign|secretary|sec|clerk|"
    r"witness|assistant|"
    r"typist|transcriptionist|transcriber|scribe|reader|radiologist|rad|operator|requestor|requester|anaes(?:thetist)?|"
    r"anesthetist|radiographer|rgr|sonographer|sonog|technologist|technician|tech|mammographer|student|chaperone|"
    r"proofed|proof(?:[ ]?read(?:er)?)?|lead|trans|auth|dict|prelim|final|logged|rptd|qa|initials?|"
    r"initiales|init|technologue|secrétaire|copie|radiologiste|nurse|rn|sister|porter|"
    r"scrub|circulator|interpreter|iv[ ]access)"
)
_ORDINAL: Final = r"(?:1st|2nd|3rd|first|second|third|other|lead|senior|junior|duty|on-?call)[ ]"
_CLOCK: Final = r"\d{1,2}[:.h]?\d\d"
_WHEN: Final = rf"[ ](?:(?:on|at|@)[ ])?(?:\[DATE\]|{_CLOCK})"
_NEXT: Final = r"[ ](?:and|&|/)[ ]?(?:[A-Za-z]{2,3}\b|\[)"
_END: Final = r"[ \t]*(?:$|[.,;:)|\]\"]|[ ]{2})"
_ENDS: Final = rf"(?={_END}|{_WHEN}|{_NEXT}|/[A-Za-z]{{2,3}}\b|/?\[)"
_GOES_ON: Final = (
    r"(?=[ ](?:to|in|with|via|after|before|for|under|from|during|using|following|over|while|who|as|then|because|"
    r"prior)\b)"
)
_BETWEEN: Final = r"(?:^|(?<=[.;|)\]:\[(])[ \t]*|(?<=[ ]{2})|(?<=[,/])[ ])"
_MARK: Final = r"[ ]?(?:[:=#>]|-{1,2}|\.{2,})[ ]?[(\[]?"
_DONE_BY_PEOPLE: Final = (
    r"(?:discussed|d/w|spoke|informed|phoned|telephoned|rang|bleeped|paged|texted|e-?mailed|notified|escalated|"
    r"agrees|agreed|disagrees|concurs|will|aware|updated|reviewed|over-?read|verified|dictated|"
    r"to[ ](?:follow|chase|phone|"
    r"call|ring|bleep|page|discuss|review|report|inform|contact|amend|addend|check|book|arrange))\b"
)


def doers() -> list[Rule]:
    """Return the rules of initials of who did something."""
    by = r"(?:by|par)[ ]?:?[ ]?[(\[]?"
    told = r"(?:[ ](?!not\b)[\w:./\[\]]{2,12}){0,3}[ ]\("
    held = r"(?:[ ](?:initials?|sig|id|by)\.?)?"
    return [
        rule("INITIALS", rf"\b{_DEED}(?:[ ]\w{{3,10}})?[ ]{by}(?P<v>{_LETTERS})(?:{_ENDS}|{_GOES_ON})"),
        rule("INITIALS", rf"{_BETWEEN}by{_MARK}(?P<v>{_LETTERS}){_ENDS}"),
        rule("INITIALS", rf"{_BETWEEN}{_DEED}{_MARK}(?P<v>{_LETTERS}){_ENDS}"),
        rule("INITIALS", rf"{_BETWEEN}{_REPORTED}[ ](?P<v>{_LETTERS}){_ENDS}"),
        rule("INITIALS", rf"{_BETWEEN}{_DEED}[ ](?P<v>{_LETTERS}){_ENDS}", Reading.NAMED),
        rule("INITIALS", rf"\b(?:{_REPORTED}|{_READ}|{_TOLD}){told}(?P<v>{_GREAT})(?=\)|,)"),
        rule("INITIALS", rf"\b{_DEED}{told}(?P<v>{_GREAT})(?=\)|,)", Reading.NAMED),
        rule(
            "INITIALS",
            rf"{_BETWEEN}(?:{_ORDINAL})?{_ROLE}{held}(?:{_MARK}|[ ][(\[]?)(?P<v>{_LETTERS})"
            rf"(?:{_ENDS}|(?=[ ](?-i:[A-Z][a-z])))",
        ),
        rule("INITIALS", rf"(?-i:\b(?:MT|Spk|SPK|spk))[ ]?[:.]?[ ](?P<v>{_LETTERS})(?:{_ENDS}|(?=[ ]job\b))"),
        rule("INITIALS", r"\][,;][ ]ed\.[ ](?P<v>[a-z]{2,3})(?=\.?[ ]*$)"),
        rule("INITIALS", rf"(?-i:(?:^|(?<=[.;\]])[ \t]+)(?P<v>{_CAPITALS}))(?=[ ]{_DONE_BY_PEOPLE})"),
        rule(
            "INITIALS",
            rf"\b{_DEED}[^\n.]{{0,20}}\[(?:INITIALS|NAME)\](?:[ ]?(?:and|&|/)[ ]?|,[ ])"
            rf"(?P<v>{_GREAT}){_ENDS}",
        ),
    ]
