"""The hash that VNPAY PAY 2.1.0 wants on a message, with nothing but Python: which fields, in which order, is written down here from its
published documentation (sandbox.vnpayment.vn/apis/docs: thanh-toan-pay, truy-van-hoan-tien) and from nothing of ours.

    python3 tests/judges/vnpay.py KIND SECRET < MESSAGE

A payment's address and a notice are query strings, without or with their hash; the others are objects in JSON. Printed is the hash that
the message must have. A request that lacks a field or has one too many is refused. `crates/backend/tests/routes/vnpay.rs` brings what the
backend really sends.
"""

import hashlib
import hmac
import json
import sys
from urllib.parse import parse_qsl, quote_plus

PAY = """vnp_Version vnp_Command vnp_TmnCode vnp_Amount vnp_CreateDate vnp_CurrCode vnp_IpAddr vnp_Locale vnp_OrderInfo vnp_OrderType
    vnp_ReturnUrl vnp_ExpireDate vnp_TxnRef""".split()
REQUESTS = {
    "querydr": "vnp_RequestId|vnp_Version|vnp_Command|vnp_TmnCode|vnp_TxnRef|vnp_TransactionDate|vnp_CreateDate|vnp_IpAddr|vnp_OrderInfo",
    "refund": "vnp_RequestId|vnp_Version|vnp_Command|vnp_TmnCode|vnp_TransactionType|vnp_TxnRef|vnp_Amount|vnp_TransactionNo"
    "|vnp_TransactionDate|vnp_CreateBy|vnp_CreateDate|vnp_IpAddr|vnp_OrderInfo",
}
REFUND_ANSWER = (
    "vnp_ResponseId|vnp_Command|vnp_ResponseCode|vnp_Message|vnp_TmnCode|vnp_TxnRef|vnp_Amount|vnp_BankCode|vnp_PayDate"
    "|vnp_TransactionNo|vnp_TransactionType|vnp_TransactionStatus|vnp_OrderInfo"
)
ANSWERS = {
    "querydr-answer": f"{REFUND_ANSWER}|vnp_PromotionCode|vnp_PromotionAmount",
    "refund-answer": REFUND_ANSWER,
}
HASH = "vnp_SecureHash"


def same_fields(found, wanted):
    """A request has each of its fields once, and the hash."""
    if sorted(found) != sorted(wanted):
        sys.exit(f"fields {sorted(found)}, and not {sorted(wanted)}")


def text(kind, message):
    """What is hashed."""
    if kind in ("pay", "notice"):
        pairs = [pair for pair in parse_qsl(message, strict_parsing=True) if pair[0] != HASH]
        if kind == "pay":
            same_fields([name for name, _ in pairs], PAY)
        # As in the vendor's sample: sorted by name, a space as a plus.
        return "&".join(f"{name}={quote_plus(value)}" for name, value in sorted(pairs))
    fields = json.loads(message)
    if kind in REQUESTS:
        same_fields(fields.keys() - {HASH}, REQUESTS[kind].split("|"))
        return "|".join(fields[name] for name in REQUESTS[kind].split("|"))
    return "|".join(fields.get(name, "") for name in ANSWERS[kind].split("|"))


if __name__ == "__main__":
    print(hmac.new(sys.argv[2].encode(), text(sys.argv[1], sys.stdin.read()).encode(), hashlib.sha512).hexdigest())
