"""The made city is as its parameters say, and nobody in it could be somebody."""

import re
from collections import Counter, defaultdict
from datetime import date
from hashlib import sha256
from io import StringIO
from itertools import pairwise

import pytest

from setiakawan.synth import files
from setiakawan.synth.city import make, make_truth
from setiakawan.synth.families import AgeTable
from setiakawan.synth.made import AS_OF, DISABILITIES
from setiakawan.synth.names import COHORTS, cohort_of
from setiakawan.synth.numbers import FIRST_SERIAL, MORE, NoNumberLeft, Numbers
from setiakawan.synth.places import NothingModelled, kelurahan_models
from setiakawan.synth.reference import params

from .conftest import PEOPLE, SEED

DEFAULT_DAYS = {(7, 1), (12, 31), (1, 1)}

# Changes whenever the people of a seed change; then say so in the changelog, since files made before
# can't be made again.
DIGEST_OF_3000 = "efb8f42750ecac3aa74203096e00013ebe6cbf023daa6c8d5ca90c11b43fb972"


def digest(households) -> str:
    text = StringIO()
    assert sum(files.write_json_lines(households, text)) == 3000
    return sha256(text.getvalue().encode()).hexdigest()


def test_the_same_seed_gives_the_same_people(kelurahan):
    assert digest(make(1, 3000, kelurahan)) == DIGEST_OF_3000


def test_another_seed_gives_others(kelurahan):
    assert digest(make(2, 3000, kelurahan)) != DIGEST_OF_3000


def test_a_kelurahan_comes_out_the_same_alone(kelurahan):
    pair = kelurahan[25:27]
    both = list(make(3, 600, pair))
    first = [one for one in both if one.area_code.startswith(pair[0].code)]
    count = sum(len(one.members) for one in first)
    assert list(make(3, count, pair[:1])) == first


@pytest.mark.parametrize("count", [1, 2, 53, 1000])
def test_there_are_as_many_as_wanted(kelurahan, count):
    assert sum(len(one.members) for one in make(1, count, kelurahan)) == count


def test_the_truth_alone_is_the_same_truth(kelurahan, truths):
    assert list(make_truth(SEED, PEOPLE, kelurahan)) == list(truths)


def test_people_are_spread_as_the_kelurahan_are_populated(kelurahan, households):
    found = Counter(one.area_code[:13] for one in households for _ in one.members)
    everybody = sum(model.population for model in kelurahan)
    for model in kelurahan:
        assert abs(found[model.code] - PEOPLE * model.population / everybody) <= 1


def test_ages_are_those_of_the_table(people, truths):
    table = AgeTable()
    found = Counter(
        (person.sex, (AS_OF - truth.born_on).days // 3652.425)
        for person, truth in zip(people, truths, strict=True)
    )
    for sex in ("m", "f"):
        men_or_women = sum(count for (of, _), count in found.items() if of == sex)
        for decade in range(9):
            wanted = sum(
                table.share(sex, decade * 10 + half, decade * 10 + half + 5) for half in (0, 5)
            )
            assert found[sex, decade] / men_or_women == pytest.approx(wanted, abs=0.01)


def test_households_are_as_big_as_counted(households):
    mean = PEOPLE / len(households)
    assert mean == pytest.approx(params("population")["persons_per_household"], abs=0.08)
    assert {len(one.members) for one in households} <= set(range(1, 10))


def test_each_household_has_one_head_and_sensible_mothers(made):
    for household, truths in made:
        assert Counter(one.relation_to_head for one in household.members)["head"] == 1
        by_name = defaultdict(list)
        for person, truth in zip(household.members, truths, strict=True):
            by_name[truth.name].append((person, truth))
        for person, truth in zip(household.members, truths, strict=True):
            mothers = [one for one in by_name[person.mother_name] if one[0].sex == "f"]
            if person.relation_to_head in {"child", "grandchild"} and len(mothers) == 1:
                between = (truth.born_on - mothers[0][1].born_on).days / 365.2425
                assert 14.5 <= between <= 51, (person, mothers[0])


def test_brothers_and_sisters_are_twins_or_months_apart(made):
    close = pairs = 0
    for _household, truths in made:
        born = sorted(truth.born_on for truth in truths)
        for one, next_one in pairwise(born):
            if (AS_OF - one).days < 6000:
                pairs += 1
                close += 0 < (next_one - one).days < 200
    assert pairs > 800
    assert close / pairs < 0.005  # those are cousins


def test_birth_dates_gather_on_the_days_that_offices_choose(people):
    known = [one.born_on for one in people if one.birth_kind == "date"]
    share = sum((day.month, day.day) in DEFAULT_DAYS for day in known) / len(known)
    assert 0.03 <= share <= 0.065
    old = [day for day in known if day.year < 1950]
    assert sum((day.month, day.day) in DEFAULT_DAYS for day in old) / len(old) > 0.15


def test_births_say_what_their_kind_needs(people):
    kinds = Counter(one.birth_kind for one in people)
    assert set(kinds) == {"date", "year", "estimated", "unknown"}
    for one in people:
        assert (one.born_on is not None) == (one.birth_kind in {"date", "year"})
        assert (one.estimated_age is not None) == (one.birth_kind == "estimated")
        assert (one.estimated_on is not None) == (one.birth_kind == "estimated")
        assert one.birth_kind != "year" or (one.born_on.month, one.born_on.day) == (1, 1)
        assert one.born_on is None or one.born_on <= AS_OF


def test_estimated_ages_gather_on_fives(kelurahan):
    ages = [
        one.estimated_age or 0
        for household in make(4, 30_000, kelurahan)
        for one in household.members
        if one.birth_kind == "estimated"
    ]
    assert len(ages) > 200
    assert 0.3 < sum(age % 5 == 0 for age in ages) / len(ages) < 0.5


def test_no_number_is_given_twice(truths, people):
    niks = [truth.nik for truth in truths if truth.nik]
    assert len(niks) == len(set(niks))
    jkn = [one.jkn for one in people if one.jkn]
    assert len(jkn) == len(set(jkn))


def test_no_number_could_be_somebodys(households, people, truths):
    for number in [
        *(truth.nik for truth in truths if truth.nik),
        *(kk for one in households for kk in one.kk_numbers),
    ]:
        assert re.fullmatch(r"\d{12}9\d{3}", number), number
        assert number[12:] >= "9100"
    for one in people:
        assert re.fullmatch(r"(0812-0000-\d{4})?", one.phone), one.phone
        assert re.fullmatch(r"(9999\d{9})?", one.jkn), one.jkn


def test_a_number_that_is_written_whole_is_the_true_one(people, truths):
    kinds: Counter[str] = Counter()
    for person, truth in zip(people, truths, strict=True):
        if person.nik == truth.nik:
            kinds["whole" if person.nik else "none"] += 1
        elif truth.nik:
            assert "nik_lacks_a_digit" in truth.faults
            assert len(person.nik) == 15
            kinds["damaged"] += 1
        else:
            assert person.nik in params("nik")["placeholders"]
            kinds["stand-in"] += 1
    assert min(kinds[kind] for kind in ("whole", "none", "damaged", "stand-in")) >= 5
    assert kinds["whole"] / len(people) > 0.98


def test_numbers_tell_day_and_sex_of_birth_as_registered(people, truths):
    differing = 0
    for person, truth in zip(people, truths, strict=True):
        if person.birth_kind == "date" and truth.nik:
            day = person.born_on.day + 40 * (person.sex == "f")
            differs = truth.nik[6:12] != f"{day:02}{person.born_on:%m%y}"
            assert differs == bool({"nik_of_another_day", "nik_of_other_sex"} & {*truth.faults})
            differing += differs
    assert 0.004 < differing / len(people) < 0.014


def test_a_third_was_registered_elsewhere_first(truths):
    niks = [truth.nik for truth in truths if truth.nik]
    assert sum(nik[:4] != "3372" for nik in niks) / len(niks) == pytest.approx(0.31, abs=0.03)


def test_everybody_lives_inside_the_kelurahan(kelurahan, households):
    by_code = {model.code: model for model in kelurahan}
    for one in households:
        model = by_code[one.area_code[:13]]
        assert one.key.startswith(model.code)
        rw, rt = (int(part) for part in one.area_code[14:].split("."))
        assert 1 <= rw <= model.rw
        assert 1 <= rt <= model.rt_of_rw(rw)
        assert {person.lived_area for person in one.members} == {one.area_code}


def test_rt_add_up_to_those_modelled(kelurahan):
    for model in kelurahan:
        assert sum(model.rt_of_rw(rw) for rw in range(1, model.rw + 1)) == model.rt


def test_addresses_are_written_in_all_eight_ways(households):
    ways = (
        r"Jl\. .+ No\. \d+ RT \d{3} RW \d{3}", r"JL .+ \d+ RT\d\d/RW\d\d", r".+ RT \d\d/\d\d",
        r".+ rt\.\d{3}/\d{3}", r"Kp\. .+, RT \d+ RW [IVXL]+", r"\d{3}/\d{3} .+", r"Gg\. .+ \d+",
        r"[A-Z][A-Za-z ]+",
    )  # fmt: skip
    found = Counter(
        next(way for way in ways if re.fullmatch(way, one.address)) for one in households
    )
    for way, weight in zip(ways, params("address_formats")["weights"], strict=True):
        assert found[way] / len(households) == pytest.approx(weight, abs=0.03)


def test_names_have_as_many_words_as_their_cohort(truths):
    words: dict[str, Counter[bool]] = defaultdict(Counter)
    for truth in truths:
        words[COHORTS[cohort_of(truth.born_on.year)]][len(truth.name.split()) == 1] += 1
    for cohort, counts in words.items():
        wanted = params("name_words")[cohort][0]
        assert counts[True] / counts.total() == pytest.approx(wanted, abs=0.035)


def test_common_names_are_common_and_rare_ones_are_there(truths):
    first = Counter(truth.name.split()[0] for truth in truths)
    share = sum(count for _, count in first.most_common(20)) / len(truths)
    assert 0.09 <= share <= 0.15
    assert len(first) > 4000


def test_who_can_die_is_dated(people):
    dead = [one for one in people if one.life == "dead"]
    assert 5 <= len(dead) <= PEOPLE * 0.006
    assert all(one.died_on and one.died_on <= AS_OF for one in dead)
    assert all(one.died_on is None for one in people if one.life == "alive")


def test_who_finds_something_difficult(people):
    share = sum(bool(one.disabilities) for one in people) / len(people)
    assert 0.015 < share < 0.04
    for one in people:
        assert set(one.disabilities) <= set(DISABILITIES)
        assert re.fullmatch(r"([1-4]{6})?", one.difficulties)
        if one.disabilities and one.difficulties:
            assert max(one.difficulties) >= "3"


def test_half_of_grown_people_have_a_telephone_and_some_share(households, people, truths):
    grown = [
        person
        for person, truth in zip(people, truths, strict=True)
        if (AS_OF - truth.born_on).days > 15.1 * 365
    ]
    assert sum(bool(one.phone) for one in grown) / len(grown) == pytest.approx(0.55, abs=0.03)
    shared = sum(
        count > 1
        for one in households
        for count in Counter(person.phone for person in one.members if person.phone).values()
    )
    assert shared > 100


def test_poverty_is_as_modelled(households):
    poor = sum(one.decile == 1 for one in households) / len(households)
    assert poor == pytest.approx(0.0769 * 1.13, abs=0.02)


def test_another_day_makes_everybody_older(kelurahan):
    then = date(2030, 6, 1)
    for household in make(1, 500, kelurahan[:1], then):
        for one in household.members:
            assert one.born_on is None or one.born_on <= then


def test_when_a_day_is_full_numbers_go_on_where_no_province_is_and_then_end():
    numbers = Numbers(slot=3)
    day = date(1955, 7, 1)
    given = [numbers.nik("337203", day, "f") for _ in range(16)]
    assert {nik[:12] for nik in given} == {"337203410755"}
    more = [numbers.nik(region, day, "f") for region in ("337203",) * 16 + ("331101",) * 20]
    assert {nik[:6] for nik in more} == {"990003", "331101"}
    assert len({*given, *more}) == len(given) + len(more)
    more += [numbers.nik("337203", day, "f") for _ in range(MORE - 20)]
    assert len({*given, *more}) == len(given) + len(more)
    with pytest.raises(NoNumberLeft):
        numbers.nik("337203", day, "f")


def test_kelurahan_never_give_out_the_same_number():
    day = date(1955, 7, 1)
    every = []
    for slot in range(56):
        numbers = Numbers(slot)
        every += [numbers.nik("337203", day, "m") for _ in range(20)]
    assert len(every) == len(set(every))
    assert all(int(nik[12:]) >= FIRST_SERIAL for nik in every)


def test_a_city_without_modelled_counts_is_refused():
    with pytest.raises(NothingModelled):
        kelurahan_models("33.11")
