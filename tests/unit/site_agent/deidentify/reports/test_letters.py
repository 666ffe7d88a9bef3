"""Letters and capitals are counted in every script."""

from site_agent.deidentify.reports.letters import letters_of


def test_letters_of_every_script_count() -> None:
    """ASCII and other letters count alike, digits and marks do not."""
    text = "Ärzte ÉCRIRE 12 µm, ǅ 患者 ˝\ud800"
    assert letters_of(text) == (sum(map(str.isalpha, text)), sum(map(str.isupper, text)))
