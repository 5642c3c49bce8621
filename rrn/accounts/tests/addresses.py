from tests.house.matrix import Row
from tests.house.scene import MEMBERS, STAFF

SIGNED_IN = " ".join((*MEMBERS, *STAFF))

ADDRESSES = {
    "accounts:overview": Row(post=200),
    "accounts:name": Row(post=200),
    "accounts:language": Row(post=200),
    "accounts:mail": Row(post=302),
    # Nobody's mail has come back in the scene, so there is nothing to confirm.
    "accounts:confirm_again": Row(get=302, post=302),
    "accounts_mail:stop": Row(post=200, csrf=False, kwargs={"token": "unknown"}),
    "accounts:sign_out_everywhere": Row(get=405, post=302),
    "accounts:second_factor_needed": Row(post=200),
    # The scene has an office: this door has closed itself.
    "accounts:first_admin": Row(get=404, post=404),
    # Who is signed in has no business at these two; whose address waits for its code is sent on to it.
    "accounts:sign_in": Row(post=200, but={f"unconfirmed {SIGNED_IN}": 302}),
    "accounts:sign_up": Row(post=200, but={SIGNED_IN: 302}),
    # allauth asks for the password again first, whoever's passkey it is.
    "accounts:remove_passkey": Row(get=302, post=302, kwargs={"pk": 1}),
}
