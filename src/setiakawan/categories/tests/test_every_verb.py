"""What holds for each verb: it works, twice is once, outsiders may not, it is in the ledger."""

import pytest

from setiakawan.audit.operations import KINDS
from setiakawan.audit.queries import payload_of
from setiakawan.audit.readings import reading
from setiakawan.categories.models import VERSIONED, Versioned, in_force_on
from setiakawan.categories.operations import AlreadyEnded
from setiakawan.categories.tests.stage import VERBS, acts_about, do, in_days, last
from setiakawan.demo.cast import CAST, act_of, actor, bu_dewi, bu_ratna, bu_sri, mas_tono
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import ChangedMeanwhile, IdTaken, Missing, NotAllowed

KEEPERS = {"bu_ratna", "pak_agus", "bu_dewi", "mas_yudha"}
CHANGES = [event for event in VERBS if not event.endswith("added")]


def test_every_verb_is_here():
    own = {
        kind
        for kind, one in KINDS.items()
        if one.call.__module__ == "setiakawan.categories.operations"
    }
    assert own - {"categories.loaded"} == set(VERBS)


@pytest.mark.parametrize("event", VERBS)
def test_it_is_done_once_and_remembered(event, db):
    _verb, _told, model, code = VERBS[event]
    act = act_of(bu_ratna)
    done = do(event, act)
    rows = list(model._default_manager.filter(code=code))

    again = do(event, act)

    assert (again.id, done.code) == (done.id, code)
    assert list(model._default_manager.filter(code=code)) == rows
    assert acts_about(done)[0] == event
    assert acts_about(done).count(event) == 1
    with reading(actor(bu_sri)):
        said = payload_of(act.id)
    assert said is not None and said["args"]
    with pytest.raises(IdTaken):
        do(event, act, **{"reason": "Lain"} if "ends_on" in _told() else {"valid_from": in_days(9)})


@pytest.mark.parametrize("event", VERBS)
def test_only_officers_and_administrators_keep_the_words(event, db):
    _verb, _told, model, _code = VERBS[event]
    before = model._default_manager.count()
    for part in CAST:
        if part.key not in KEEPERS:
            with pytest.raises(NotAllowed):
                do(event, act_of(part))
    assert model._default_manager.count() == before
    assert not model._default_manager.filter(end_reason__gt="").exists()
    assert do(event, act_of(bu_dewi)).code


@pytest.mark.parametrize("event", CHANGES)
def test_a_stale_form_is_told_and_nothing_is_there_for_an_unknown_code(event, db):
    _verb, _told, model, code = VERBS[event]
    with pytest.raises(ChangedMeanwhile):
        do(event, act_of(bu_ratna), version=2)
    with pytest.raises(Missing):
        do(event, act_of(bu_ratna), code="99")
    assert last(model, code).version == 1


@pytest.mark.parametrize("event", CHANGES)
def test_what_has_its_end_is_changed_no_more(event, db):
    _verb, _told, model, _code = VERBS[event]
    ending = next(
        (one for one in VERBS if VERBS[one][2] is model and "ends_on" in VERBS[one][1]()), ""
    )
    if not ending:
        assert model.__name__ == "ResourceKind", "it has no end"
        return
    ended = do(ending, act_of(bu_ratna))
    with pytest.raises(AlreadyEnded) as refused:
        do(event, act_of(bu_dewi), code=ended.code)
    assert refused.value.text.startswith("Ini berakhir pada")


@pytest.mark.parametrize("event", [event for event in CHANGES if event.endswith("corrected")])
def test_the_old_version_stays_and_is_asked_as_of_a_day(event, db):
    _verb, _told, model, code = VERBS[event]
    before = last(model, code)
    said = _words(before)

    new = do(event, act_of(bu_ratna), valid_from=in_days(5))

    assert (new.version, new.valid_from, new.valid_until) == (2, in_days(5), None)
    then = model._default_manager.get(in_force_on(in_days(4)), code=code)
    assert (then.id, then.valid_until) == (before.id, in_days(5))
    assert _words(then) == said
    assert model._default_manager.get(in_force_on(in_days(5)), code=code).id == new.id
    assert new.legal_source == "Permensos 99/2026, lampiran"
    assert new.lasting_id == before.lasting_id


def _words(row: Versioned):
    keep = {"id", "is_latest", "valid_until"}
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields
            if one.attname not in keep}  # fmt: skip


def test_partner_staff_and_nobody_may_not(db):
    from setiakawan.access.actors import PUBLIC
    from setiakawan.audit.acts import Act

    with pytest.raises(NotAllowed):
        do("kind.corrected", act_of(mas_tono))
    with pytest.raises(NotAllowed):
        do("kind.corrected", Act(id=uuid7(), actor=PUBLIC, origin="test"))


@pytest.mark.parametrize("model", VERSIONED, ids=lambda one: one.__name__)
def test_an_id_is_the_same_in_every_instance(model, db):
    ids = {one.lasting_id for one in model._default_manager.all()}
    assert len(ids) == model._default_manager.count() > 0
    assert {one.as_subject().kind for one in model._default_manager.all()} == {model.subject_kind}
