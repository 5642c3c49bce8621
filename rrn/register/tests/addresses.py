from tests.house.matrix import Row
from tests.house.scene import AT, Scene
from tests.scenes import published_plan

SLUG = {"slug": "hollin-park-school"}
ADDRESSES = {
    "register:members": Row(),
    "register:map": Row(),
    "register:moving": Row(),
    "register:people": Row(),
    "register:member": Row(kwargs=SLUG),
    "register:plan": Row(kwargs=SLUG),
    "register:changes": Row(kwargs=SLUG),
    "register:plan_version": Row(kwargs=SLUG | {"number": 1}),
    "register:search": Row(query="?q=people+restraint"),
    "register:figures": Row(),
    "register:actions": Row(query="?under_way=new"),
    "register:moved": Row(),
    "machines:sitemap": Row(),
    "machines:sitemap_part": Row(kwargs={"part": "members-1"}),
    "machines:publications_feed": Row(),
    "machines:organisation_feed": Row(kwargs=SLUG),
    "machines:news_feed": Row(),
    "machines:data": Row(),
    "machines:data_schema": Row(),
    "machines:data_file": Row(kwargs={"name": "plans.csv"}),
    "machines:api": Row(),
    "machines:api_organisations": Row(query="?strategy=4&sector=education&limit=100"),
    "machines:api_organisation": Row(kwargs=SLUG),
    "machines:api_plans": Row(),
    "machines:api_plan": Row(kwargs=SLUG),
    "machines:api_plan_version": Row(kwargs=SLUG | {"number": 1}),
    "machines:api_actions": Row(query="?practice=physical&limit=100", get=200),
    "machines:api_figures": Row(),
    "machines:api_openapi": Row(),
    "machines:api_nowhere": Row(kwargs={"rest": "v2/plans"}, get=404),
}


def prepare(scene: Scene) -> None:
    published_plan("Hollin Park School", at=AT)
