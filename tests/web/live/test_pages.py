"""Who runs the shop connects it, sees what came, and decides about what could not be used."""

import json

import pytest
from django.utils import timezone

from guanxi.facts import journal
from guanxi.facts.refused_batches import refused_batches
from guanxi.sources.webhooks.presets import preset
from guanxi.web.kit.models import AuditEntry
from guanxi.web.live import queries
from guanxi.web.live.drafts import HookDraft
from guanxi.web.live.models import Hook

pytestmark = pytest.mark.django_db
COLOURED = json.dumps({"rules": [{"topics": ["*"], "words": {"colour": "payload.a"}}]})
PATHLESS = json.dumps({"rules": [{"topics": ["*"], "words": {"order_id": "id"}}]})
NEW = "/data/live/hooks/new/?preset=woocommerce"


def typed(key="woocommerce", **changed):
    draft = HookDraft.of_preset(preset(key), "en")
    names = ("name", "scheme", "mapping", "topic", "sample", "secret")
    return {name: getattr(draft, name) for name in names} | changed


def text(answer) -> str:
    return answer.content.decode()


def send_wrong(kept):
    row = {"order_id": "w9", "customer_id": "ann"}
    done = journal.append(kept, "purchases", [row], by="shop", at=timezone.now())
    journal.drain(kept)
    return done.batch


def test_an_empty_page_says_how_to_begin(signed_in):
    page = text(signed_in("manager").get("/data/live/"))
    assert "curl -X POST" in page and "/api/docs/" in page and NEW.split("?")[0] in page


def test_a_new_hook_shows_its_address_and_its_secret_once(signed_in):
    manager = signed_in("manager")
    made = manager.post(NEW, typed(name="Berlin", request_id="r1"))
    (found,) = Hook.objects.all()
    (secret,) = queries.secrets_of(found, at=found.made_at)
    assert secret in text(made) and f"/hooks/{found.public_id}/" in text(made)
    again = manager.post(NEW, typed(name="Berlin", request_id="r1"))
    assert Hook.objects.count() == 1
    page = manager.get(f"/data/live/hooks/{found.pk}/")
    assert secret not in text(again) + text(page) + found.sealed_secret
    assert made["Cache-Control"].count("no-store") == 1


def test_the_rows_of_a_sample_are_seen_before_anything_is_saved(signed_in):
    page = text(signed_in("manager").post(NEW, typed(do="preview", name="Berlin")))
    assert "It would become 3 rows." in page and "WS-1" in page and "R726" in page
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mapping": "{"}, "What rows it becomes cannot be used"),
        ({"mapping": COLOURED}, "colour?"),
        ({"mapping": PATHLESS}, "rules.0.words.order_id: payload.… | line.…"),
        ({"scheme": "{}"}, "header: Field required"),
        ({"name": " "}, "Give the sender a name"),
        ({"secret": "short"}, "at least 8"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(signed_in, changed, said):
    answer = signed_in("manager").post(NEW, typed(**changed) | {"topic": "what-I-typed"})
    assert answer.status_code == 422 and said in text(answer) and "what-I-typed" in text(answer)
    assert not Hook.objects.exists()


def test_a_sample_is_delivered_and_nothing_of_it_is_kept(signed_in, hook, kept):
    page = text(signed_in("manager").post(f"/data/live/hooks/{hook().pk}/try/"))
    assert "Its signature is right." in page and "It would become 3 rows." in page
    assert not (kept.root / "live").exists()


def test_a_delivery_that_did_not_fit_is_taken_once_the_rules_are_mended(signed_in, hook, shop, order, kept):
    found, manager = hook(), signed_in("manager")
    shop(found).send(order | {"processed_at": "soon"})
    (held,) = queries.kept_of(found)
    address = f"/data/live/hooks/{found.pk}/kept/{held.name}/"
    assert "purchased_on says" in text(manager.get(address))
    assert manager.post(address, {"do": "again"}).status_code == 422
    mended = json.dumps(found.mapping).replace("payload.processed_at", "payload.created_at")
    draft = typed("shopify", mapping=mended, name="Shop", do="save")
    assert manager.post(f"/data/live/hooks/{found.pk}/edit/", draft).status_code == 302
    assert "Take it now" in text(manager.get(address))
    assert manager.post(address, {"do": "again"}).status_code == 302
    assert len(journal.waiting(kept, "purchases")) == 1 and queries.kept_of(found) == []
    assert AuditEntry.objects.get(action="live.take_again").object_id == str(found.pk)


def test_a_refused_batch_is_seen_and_sent_again(signed_in, kept):
    batch, analyst = send_wrong(kept), signed_in("analyst")
    address = f"/data/live/refused/purchases/{batch}/"
    assert address in text(analyst.get("/data/live/")) and "w9" in text(analyst.get(address))
    analyst.post(address, {"do": "again"})
    assert refused_batches(kept) == [] and journal.waiting(kept, "purchases") == [batch]


def test_a_refused_batch_is_discarded(signed_in, kept):
    batch, analyst = send_wrong(kept), signed_in("analyst")
    analyst.post(f"/data/live/refused/purchases/{batch}/", {"do": "discard"})
    assert refused_batches(kept) == [] and AuditEntry.objects.filter(action="live.discard").exists()
    assert analyst.get(f"/data/live/refused/purchases/{batch}/").status_code == 404


def test_a_hook_is_switched_off_and_on(signed_in, hook):
    found, manager = hook(), signed_in("manager")
    for on in ("0", "1"):
        manager.post(f"/data/live/hooks/{found.pk}/switch/", {"on": on})
        found.refresh_from_db()
        assert found.is_on is (on == "1")


def test_another_secret_is_shown_once_and_the_one_before_signs_on(signed_in, hook):
    found, manager = hook("woocommerce"), signed_in("manager")
    page = text(manager.post(f"/data/live/hooks/{found.pk}/secret/"))
    found.refresh_from_db()
    new, before = queries.secrets_of(found, at=found.made_at)
    assert new in page and before == "what-the-shop-knows" and before not in page


def test_an_analyst_sees_and_does_not_change_a_hook_and_a_rep_sees_nothing(signed_in, hook):
    found, analyst, rep = hook(), signed_in("analyst"), signed_in("rep")
    assert analyst.get(f"/data/live/hooks/{found.pk}/").status_code == 200
    for what in ("secret", "switch", "try", "edit"):
        assert analyst.post(f"/data/live/hooks/{found.pk}/{what}/").status_code == 403
    assert analyst.get("/data/live/hooks/new/").status_code == 403
    assert rep.get("/data/live/").status_code == 403
