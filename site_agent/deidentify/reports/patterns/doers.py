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


def any_word(words: str) -> str:
    """Return words as one alternative; ``_`` stands for a blank or a dash between their parts."""
    return "(?:" + "|".join(words.split()).replace("_", "[ -]?") + ")"


UNITS: Final = """
    ED ER EM EP AE ICU ITU HDU CCU NICU PICU SICU MICU AMU MAU SAU AAU EAU ACU SSU OPD OP IP IR OR OT PT
    ENT GI GU OB GYN OMFS MDT MDM NHS VA VNA EMS PACS RIS EMR EHR PCT HMO QA IT HR CDC WHO FDA UK US USA
    IRB CAMHS EPU EPAU
"""
_JOBS: Final = """
    GP PCP PMD MD DO RN NP PA RT RTR LPN CNA HCA SHO HO SPR REG FY CNS ANP AHP ODP BMS SLT SLP PI NOK DR
    MS MR MRS CEO MLC
"""
IMAGES: Final = """
    CT CTA CTPA CTKUB MR MRI MRA MRV MRCP USS XR CXR AXR KUB NM PET DXA DEXA MG RF CR DX AP LAT OPG EUS
    TTE TEE TOE ECG EKG EEG EMG FNA HIDA DSA ERCP AI CAD 3D 2D MIP MPR
"""
_ANSWERS: Final = """
    IV IM PO SC IA PR PV NG NGT ETT PEG PRN BD OD TDS QDS NBM NPO OK NO YES NIL NA NAD WNL TBA TBC STAT AM
    PM HRS FAX SMS TEL EXT ID DOB MRN LMP INR THE AND ALL NOT FOR OUT END DNA DNR LT II III BP PH HL7 IN
    ON AT TO BY OF AS IF IS IT ST NEW OLD NOW SEE PER CC
"""
NOBODY: Final = rf"(?!{any_word(UNITS + _JOBS + IMAGES + _ANSWERS)}(?![\w']))"
"""What capitals are short for where a person may stand, and that is no person."""
SMALL: Final = """
    the his her our us me an? my it its and or not for was is are has had be by in on at to of off out all
    any due met yes no nil none na ok done see new old now via per as if we he she they you who one two
    both ct cta mri? us uss xr nm pet ed er gp pcp np rn md pa icu itu ent ir or ai cad fax sms iv im po
    sc ng bp am pm hrs? h mg ml mm cm pt req dr mrs ms hx dx fx tx rx
"""
"""Short words and abbreviations in small letters that are nobody's initials."""
_NO_SHARED: Final = any_word("""
    N/A C/O S/B D/W R/L L/R W/R A/E P/V O/E O/A D/C Y/N M/F F/M A/P T/C I/V N/K R/O S/P B/L A/C H/O K/C P/C
    A/W F/U W/O C/W F/H P/A U/S X/R S/E A/V V/Q
""")
SLASHED: Final = rf"(?!{_NO_SHARED}(?![\w/]))[A-Z](?:/[A-Z]){{1,3}}"
"""Initials with slashes between them, that abbreviate nothing."""
_CAPITALS: Final = rf"(?:{NOBODY}[A-Z]{{2,3}}|[A-Z]{{2,3}}-[A-Z]{{1,2}}|[A-Z][a-z][A-Z]|{SLASHED})"
_DOTTED: Final = r"(?:(?:[A-Z]\.-?[ ]?){1,3}[A-Z](?!\w)\.?|[a-z]\.[a-z]\.?)"
_LETTERS: Final = rf"(?-i:{_CAPITALS}|{_DOTTED}|(?!{any_word(SMALL)}(?![\w/']))[a-z]{{2,3}})(?![\w'])"
_GREAT: Final = rf"(?-i:{_CAPITALS}|{_DOTTED})(?![\w'])"
_NO_STOPPED: Final = r"""
    U\.S U\.K P\.O A\.P P\.A I\.V I\.M S\.C E\.D E\.R G\.P M\.D D\.O R\.N N\.P R\.T A\.M P\.M N\.B I\.E
    E\.G [RL]\.[UML]\.L C\.T M\.R B\.P H\.R [QBTO]\.D P\.R P\.V N\.G C\.V O\.R N\.A N\.K D\.D D\.R
"""
_STOPPED: Final = rf"(?!{any_word(_NO_STOPPED)}\.)(?:[A-Z]\.){{2,3}}"
"""Initials with stops that abbreviate no way, job, image or side."""

_REPORTED: Final = any_word("""
    dictated addended amended corrected edited verified authori[sz]ed authenticated approved attested
    validated finali[sz]ed signed signed_(?:off|out|in) co_signed counter_signed typed transcribed transcr
    transcrit proofed proof_read scribed keyed protocol+ed vetted justified initial+ed over_read dicté
    tapé vérifié signé relu lu rédigé approuvé saisi validé interprété révisé corrigé
""")
"""What is done to reports and requests alone."""
_READ: Final = any_word("""
    (?:re_|double_|wet_|prelim_)?(?:read|reported|interpreted|reviewed|revised) issued released graded
    scored cleared passed audited coded
""")
_WRITTEN: Final = any_word("""
    transcript entered logged filed closed unlocked locked opened archived uploaded printed saved sent
    faxed e_mailed minuted booked scheduled received registered created completed updated modified
    recorded documented noted labell?ed marked
""")
_IMAGED: Final = any_word("""
    scanned imaged acquired performed positioned screened exposed prioritised triaged accepted cannulated
    injected given administered drawn drawn_up dispensed assayed prepared checked double_checked confirmed
    witnessed consented chaperoned assisted supervised led counted measured calculated segmented contoured
    reconstructed post_processed processed analy[sz]ed calibrated allocated cannula film portable
    iv_access handover interrogated reprogrammed programmed
""")
_TOLD: Final = any_word("""
    called phoned telephoned rung paged bleeped communicated relayed conveyed notified informed discussed
    acknowledged read_back message_(?:left|taken) texted handed_over escalated flagged
""")
_DEED: Final = rf"(?:{_REPORTED}|{_READ}|{_WRITTEN}|{_IMAGED}|{_TOLD})"
_ROLE: Final = any_word("""
    (?:co_)?author dictator dictating reporter originator editor approver validator checker authoriser
    verifier observer trainee supervisor supervised speaker voice_profile sgd sig sign secretary sec clerk
    witness assistant typist transcriptionist transcriber scribe reader radiologist rad operator requestor
    requester anaes(?:thetist)? anesthetist radiographer rgr sonographer sonog technologist technician
    tech mammographer student chaperone proofed proof_read(?:er)? proof lead trans auth dict prelim final
    logged rptd qa initials? init initiales technologue secrétaire copie radiologiste nurse rn sister
    porter scrub circulator interpreter iv_access
""")
_ORDINAL: Final = rf"{any_word('1st 2nd 3rd first second third other lead senior junior duty on_call')}[ ]"
_PEOPLES: Final = any_word("""
    discussed d/w spoke informed phoned telephoned rang bleeped paged texted e_mailed notified escalated
    agrees agreed disagrees concurs will aware updated reviewed over_read verified dictated
    to_(?:follow|chase|phone|call|ring|bleep|page|discuss|review|report|inform|contact|amend|addend|check|book|arrange)
""")
"""What only people do."""
_CLOCK: Final = r"\d{1,2}[:.h]?\d\d"
_WHEN: Final = rf"[ ](?:(?:on|at|@)[ ])?(?:\[DATE\]|{_CLOCK})"
_NEXT: Final = r"[ ](?:and|&|/)[ ]?(?:[A-Za-z]{2,3}\b|\[)"
_END: Final = r"[ \t]*(?:$|[.,;:)|\]\"]|[ ]{2})"
_ENDS: Final = rf"(?={_END}|{_WHEN}|{_NEXT}|/[A-Za-z]{{2,3}}\b|/?\[)"
_JOINING: Final = (
    "to in with via after before for under from during using following over while who as then because prior"
)
_GOES_ON: Final = rf"(?=[ ]{any_word(_JOINING)}\b)"
_BETWEEN: Final = r"(?:^|(?<=[.;|)\]:\[(])[ \t]*|(?<=[ ]{2})|(?<=[,/])[ ])"
_MARK: Final = r"[ ]?(?:[:=#>]|-{1,2}|\.{2,})[ ]?[(\[]?"


def doers() -> list[Rule]:
    """Return the rules of initials of who did something."""
    by = r"(?:by|par)[ ]?:?[ ]?[(\[]?"
    told = r"(?:[ ](?!not\b)[\w:./\[\]]{2,12}){0,3}[ ]\("
    held = r"(?:[ ](?:initials?|sig|id|by)\.?)?"
    return [
        rule("INITIALS", rf"\b{_DEED}(?:[ ]\w{{3,14}})?[ ]{by}(?P<v>{_LETTERS})(?:{_ENDS}|{_GOES_ON})"),
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
        rule(
            "INITIALS",
            rf"(?-i:(?:^|(?<=[ :(\[/]))(?P<v>{_STOPPED}))(?=[)\]]?[ \t]*$|[ ](?:\[DATE\]|"
            rf"\d{{1,2}}:\d\d|{_PEOPLES}\b))",
        ),
        rule("INITIALS", r"\][,;][ ]ed\.[ ](?P<v>[a-z]{2,3})(?=\.?[ ]*$)"),
        rule("INITIALS", rf"(?-i:(?:^|(?<=[.;\]])[ \t]+)(?P<v>{_CAPITALS}))(?=[ ]{_PEOPLES}\b)"),
        rule(
            "INITIALS",
            rf"\b{_DEED}[^\n.]{{0,20}}\[(?:INITIALS|NAME)\](?:[ ]?(?:and|&|/)[ ]?|,[ ])"
            rf"(?P<v>{_GREAT}){_ENDS}",
        ),
    ]
