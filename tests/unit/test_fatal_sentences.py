"""What stops a night is said in sentences that name what is wrong and what to do."""

from flows.warehouse import _fatal_sentence


def test_links_by_hand_that_cannot_be_are_named() -> None:
    sentence = _fatal_sentence(
        [
            ("two_confirmed_links", "billing B3", "A1"),
            ("two_confirmed_links", "billing B3", "A2"),
            ("unknown_link", "billing B2", "A9"),
            ("unknown_link", "usage T1", None),
        ]
    )
    assert sentence == (
        "identity_links.csv names ids that nobody has: billing B2 and A9, usage T1 and no account; correct its rows. "
        "identity_links.csv confirms two accounts for one customer: billing B3 and A1, billing B3 and A2; "
        "keep one row of them."
    )
