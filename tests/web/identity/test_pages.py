"""The pages about customers under several ids: what they say, what they do, and to whom."""

from __future__ import annotations

import pytest

from guanxi.facts.changes import changes
from guanxi.web.customers.models import Customer
from guanxi.web.identity import actions, jobs
from guanxi.web.identity.models import Job, JobState, Pair
from guanxi.web.kit.actions import SYSTEM
from tests.web.identity.conftest import pair, stands_for

pytestmark = pytest.mark.django_db
PAGE, MERGED, COMPARE = "/data/identity/", "/data/identity/merged/", "/data/identity/compare/"


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


def test_without_customers_the_page_leads_to_the_first_import(store, signed_in):
    page = text_of(signed_in("manager").get(PAGE))
    assert "No customers yet" in page and "/data/imports/new/" in page


@pytest.mark.parametrize(("language", "said"), [("en", "Compare all customers"), ("zh-hans", "比较全部客户")])
def test_before_anybody_looked_one_button_starts_it(shop, signed_in, language, said):
    manager = signed_in("manager")
    manager.post("/settings/language/", {"language": language, "next": "/health/"})
    assert said in text_of(manager.get(PAGE))
    assert manager.post("/data/identity/search/", {"least": "0.95"}).status_code == 302
    page = text_of(manager.get(PAGE))
    job = Job.objects.get()
    assert job.state == JobState.WAITING and f"/data/identity/jobs/{job.pk}/" in page
    assert "HX-Refresh" not in manager.get(f"/data/identity/jobs/{job.pk}/")
    jobs.carry_out(job)
    assert manager.get(f"/data/identity/jobs/{job.pk}/")["HX-Refresh"] == "true"


def test_a_pair_shows_what_agrees_in_words_and_whose_id_stays(searched, signed_in):
    searched()
    page = text_of(signed_in("manager").get(PAGE))
    assert "<strong>3</strong> pairs are probably one customer each" in page
    for said in ("sounds the same", "the same", "its id stays", "5 Jan 2024", "The evidence in figures"):
        assert said in page


def test_a_customer_whom_no_turn_has_brought_in_yet_is_shown_as_the_facts_have_it(searched, signed_in):
    searched()
    Customer.objects.filter(pk="c2").delete()
    page = text_of(signed_in("manager").get(PAGE))
    assert "張偉" in page and "+86 13800138000" in page


def test_one_press_makes_them_one_and_the_toast_takes_it_back(searched, signed_in, shop):
    searched()
    manager, found = signed_in("manager"), pair("c1", "c2")
    answer = manager.post(
        f"/data/identity/pairs/{found.pk}/one/", {"request_id": "r1"}, headers={"HX-Request": "true"}
    )
    assert f'id="pair-{found.pk}"' in text_of(answer)
    assert stands_for() == {"c1": "c2"}
    manager.post(f"/data/identity/pairs/{found.pk}/one/", {"request_id": "r1"})
    merge = changes(shop, "identities")[0]
    assert f"/data/identity/changes/{merge.change_id}/undo/" in answer.content.decode()
    manager.post(f"/data/identity/changes/{merge.change_id}/undo/")
    assert stands_for() == {} and pair("c1", "c2").state == "proposed"


def test_two_are_two_until_that_is_taken_back(searched, signed_in):
    searched()
    manager, found = signed_in("manager"), pair("c1", "c3")
    manager.post(f"/data/identity/pairs/{found.pk}/two/")
    assert "They are two" not in text_of(manager.get(PAGE + "?state=rejected")).split("<ol")[-1]
    assert "Decide again" in text_of(manager.get(PAGE + "?state=rejected"))
    manager.post(f"/data/identity/pairs/{found.pk}/reconsider/")
    assert pair("c1", "c3").state == "proposed"


def test_accepting_all_says_how_many_before_and_is_one_change(searched, signed_in, shop):
    searched()
    Pair.objects.filter(left_id="c2").update(probability=0.9)
    Pair.objects.exclude(left_id="c2").update(probability=0.9991)
    manager = signed_in("manager")
    page = text_of(manager.get(PAGE))
    assert "99.9% or surer: 2 pairs" in page and "90% or surer: 3 pairs" in page
    manager.post("/data/identity/accept-all/", {"least": "0.999"})
    assert stands_for() == {"c1": "c2", "c3": "c2"} and len(changes(shop, "identities")) == 1


def test_many_are_left_to_the_worker(searched, signed_in, monkeypatch):
    searched()
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    manager = signed_in("manager")
    Pair.objects.update(probability=0.9)
    manager.post("/data/identity/accept-all/", {"least": "0.8"})
    job = Job.objects.exclude(kind="search").get()
    assert job.asked_by == manager.user and not stands_for()
    jobs.carry_out(job)
    assert len(stands_for()) == 2
    manager.post(f"/data/identity/changes/{job.change_id}/undo/")
    actions.follow()  # the worker's
    assert stands_for() == {}


def test_filters_leave_out_what_is_less_sure(searched, signed_in):
    searched()
    Pair.objects.filter(left_id="c2").update(probability=0.9)
    page = text_of(signed_in("manager").get(PAGE + "?least=0.95"))
    assert f'id="pair-{pair("c1", "c2").pk}"' in page and f'id="pair-{pair("c2", "c3").pk}"' not in page


def test_the_merged_are_listed_with_who_decided_and_the_way_back(searched, signed_in):
    searched()
    manager = signed_in("manager")
    assert "Nobody is merged" in text_of(manager.get(MERGED))
    jobs.accept(manager.user, 0.5)
    page = text_of(manager.get(MERGED))
    assert "<strong>2</strong> ids were found to be another customer's" in page and "manager" in page
    manager.post("/data/identity/separate/", {"customer": "c3", "next": MERGED})
    assert stands_for() == {"c1": "c2"}
    assert "Separated" in text_of(manager.get(MERGED))


def test_two_that_a_person_names_are_compared_and_merged(shop, signed_in):
    manager = signed_in("manager")
    assert "Which “李”?" in text_of(manager.get(COMPARE + "?left=c5&right=李"))
    page = text_of(manager.get(COMPARE + "?left=c5&right=c4"))
    assert "If so, <strong>c4</strong> stays" in page
    manager.post("/data/identity/merge/", {"left": "c5", "right": "c4"})
    assert stands_for() == {"c5": "c4"}
    assert "They are one customer already" in text_of(manager.get(COMPARE + "?left=c5&right=c4"))


@pytest.mark.parametrize(
    ("left", "right", "status"), [("c4", "nobody", 404), ("c4", "c4", 422), ("c4", "", 404)]
)
def test_what_cannot_be_merged_is_refused_with_a_sentence(shop, signed_in, left, right, status):
    answer = signed_in("manager").post("/data/identity/merge/", {"left": left, "right": right})
    assert answer.status_code == status and not stands_for()


def test_the_address_of_a_merged_id_leads_to_who_stays(searched, signed_in):
    searched()
    manager = signed_in("manager")
    actions.accept(manager.user, pair("c1", "c2"))
    answer = manager.get("/customer/c1/", follow=True)
    assert answer.redirect_chain[-1][0] == "/customer/c2/"
    page = text_of(answer)
    assert "c1 was found to be this customer." in page and "Also known as" in page
    actions.take_back(SYSTEM, pair("c1", "c2").change_id)
    assert manager.get("/customer/c1/").status_code == 200


def test_a_rep_sees_the_other_ids_of_an_own_customer_but_not_the_room(searched, signed_in, person):
    searched()
    actions.accept(person("manager"), pair("c1", "c2"))
    rep = signed_in(Customer.objects.get(pk="c2").owner)
    page = text_of(rep.get("/customer/c2/"))
    assert "Also known as" in page and "Separate" not in page and "This is the same as" not in page
    for address in (PAGE, MERGED, COMPARE):
        assert rep.get(address).status_code == 403
    for address in ("search/", "accept-all/", "merge/", "separate/", f"pairs/{pair('c1', 'c3').pk}/one/"):
        assert rep.post(PAGE + address).status_code == 403
    assert stands_for() == {"c1": "c2"}


def test_an_analyst_who_may_see_may_decide_and_a_viewer_may_not_see(searched, signed_in):
    searched()
    assert signed_in("analyst").post(f"/data/identity/pairs/{pair('c1', 'c2').pk}/one/").status_code == 302
    assert signed_in("viewer").get(PAGE).status_code == 403


def test_a_page_of_pairs_costs_few_queries(searched, signed_in, django_assert_max_num_queries):
    searched()
    manager = signed_in("manager")
    with django_assert_max_num_queries(25):
        manager.get(PAGE)
