"""Every act has words on screen."""

from setiakawan.audit.operations import KINDS
from setiakawan.office.events import event_label


def test_every_act_is_named_in_words():
    own = {
        kind: one for kind, one in KINDS.items() if one.call.__module__.startswith("setiakawan.")
    }
    assert own
    assert not [kind for kind in own if kind in event_label(kind)]
