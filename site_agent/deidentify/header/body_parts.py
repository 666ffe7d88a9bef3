"""The code strings that name a body part: a closed list, which says nothing of who somebody is.

Rule: a value of Body Part Examined (0018,0015) that stands in the list stays, even when the patient is named
like it; any other value is judged as every code string.

Source: defined terms of PS3.16 Annex L, Table L-1. Not here: which of them show a face (`regions`).
"""

from __future__ import annotations

from typing import Final

TAG: Final = 0x00180015
CODE_STRINGS: Final = frozenset(
    {
        *("ABDOMEN", "ABDOMENPELVIS", "ADRENAL", "ANKLE", "AORTA", "ARM", "AXILLA", "BACK"),
        *("BLADDER", "BRAIN", "BREAST", "BRONCHUS", "BUTTOCK", "CALCANEUS", "CALF", "CAROTID"),
        *("CEREBELLUM", "CHEST", "CHESTABDOMEN", "CHESTABDPELVIS", "CHEEK", "CLAVICLE"),
        *("COCCYX", "COLON", "CORNEA", "CSPINE", "CTSPINE", "DUODENUM", "EAR", "ELBOW"),
        *("ESOPHAGUS", "EXTREMITY", "EYE", "EYELID", "FACE", "FEMUR", "FINGER", "FOOT"),
        *("GALLBLADDER", "HAND", "HEAD", "HEADNECK", "HEART", "HIP", "HUMERUS", "IAC", "ILEUM"),
        *("ILIUM", "JAW", "JEJUNUM", "KIDNEY", "KNEE", "LARYNX", "LEG", "LIVER", "LSPINE", "LSSPINE"),
        *("LUNG", "MAXILLA", "MEDIASTINUM", "MOUTH", "NECK", "NECKCHEST", "NECKCHESTABDOMEN"),
        *("NECKCHESTABDPELV", "NOSE", "ORBIT", "OVARY", "PANCREAS", "PAROTID", "PATELLA"),
        *("PELVIS", "PENIS", "PHARYNX", "PROSTATE", "RECTUM", "RIB", "SCALP", "SCAPULA", "SCLERA"),
        *("SCROTUM", "SHOULDER", "SKULL", "SPINE", "SPLEEN", "SSPINE", "STERNUM", "STOMACH"),
        *("TESTIS", "THIGH", "THUMB", "THYMUS", "THYROID", "TIBIA", "TLSPINE", "TOE", "TONGUE"),
        *("TRACHEA", "TSPINE", "URETER", "URETHRA", "UTERUS", "VAGINA", "VULVA", "WHOLEBODY"),
        *("WRIST", "ZYGOMA"),
    }
)
