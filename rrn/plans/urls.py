from __future__ import annotations

from rrn.core.audience import Audience, address
from rrn.plans.views import acting, joining, licence, membership, sending, tasks

app_name = "plans"

EVERYONE, SIGNED_IN = Audience.EVERYONE, Audience.SIGNED_IN
HOME = "my/organisations/<slug:slug>/"
PLAN = f"{HOME}plan/"

urlpatterns = [
    address("join/organisation/", joining.start, audience=EVERYONE, name="start"),
    address("join/organisation/search.json", joining.search, audience=EVERYONE, name="search"),
    address("join/organisation/new/", joining.found, audience=SIGNED_IN, name="found"),
    address("my/organisations/", joining.mine, audience=SIGNED_IN, name="mine"),
    address(HOME, tasks.home, audience=SIGNED_IN, name="home"),
    address(f"{HOME}about/", tasks.about, audience=SIGNED_IN, name="about"),
    address(f"{HOME}registers/", tasks.add_number, audience=SIGNED_IN, name="add_number"),
    address(
        f"{HOME}registers/<int:pk>/remove/", tasks.remove_number, audience=SIGNED_IN, name="remove_number"
    ),
    address(f"{HOME}speak-for/", tasks.speak_for, audience=SIGNED_IN, name="speak_for"),
    address(f"{HOME}logo-licence/", licence.logo_licence, audience=SIGNED_IN, name="logo_licence"),
    address(f"{HOME}leave/", membership.leaving, audience=SIGNED_IN, name="leave"),
    address(f"{HOME}membership/appeal/", membership.appealing, audience=SIGNED_IN, name="membership_appeal"),
    address(PLAN, tasks.tasks, audience=SIGNED_IN, name="tasks"),
    address(f"{PLAN}start/", tasks.begin, audience=SIGNED_IN, name="begin"),
    address(f"{PLAN}confirmations/", tasks.confirmations, audience=SIGNED_IN, name="confirmations"),
    address(f"{PLAN}actions/", acting.actions, audience=SIGNED_IN, name="actions"),
    address(f"{PLAN}actions/add/", acting.add, audience=SIGNED_IN, name="add_action"),
    address(f"{PLAN}actions/<int:pk>/", acting.action, audience=SIGNED_IN, name="action"),
    address(f"{PLAN}actions/<int:pk>/move/", acting.move, audience=SIGNED_IN, name="move_action"),
    address(f"{PLAN}actions/<int:pk>/remove/", acting.remove, audience=SIGNED_IN, name="remove_action"),
    address(f"{PLAN}actions/<int:pk>/put-back/", acting.put_back, audience=SIGNED_IN, name="put_back_action"),
    address(f"{PLAN}check/", sending.check, audience=SIGNED_IN, name="check"),
    address(f"{PLAN}sent/", sending.sent, audience=SIGNED_IN, name="sent"),
    address(f"{PLAN}withdraw/", sending.withdraw, audience=SIGNED_IN, name="withdraw"),
    address(f"{PLAN}appeal/", sending.make_appeal, audience=SIGNED_IN, name="appeal"),
    address(f"{PLAN}versions/<int:number>/", sending.version, audience=SIGNED_IN, name="version"),
    address(f"{PLAN}<slug:part>/", tasks.part, audience=SIGNED_IN, name="part"),
]
