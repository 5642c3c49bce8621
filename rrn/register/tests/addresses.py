from tests.house.matrix import Row


def slug(scene):
    """An organisation without a plan has not been put in public: its pages do not exist."""
    return {"slug": scene.applying_organisation.slug}


ADDRESSES = {
    "register:members": Row(),
    "register:member": Row(get=404, kwargs=slug),
    "register:plan": Row(get=404, kwargs=slug),
    "register:changes": Row(get=404, kwargs=slug),
    "register:plan_version": Row(get=404, kwargs=lambda scene: {**slug(scene), "number": 1}),
    "register:figures": Row(),
}
