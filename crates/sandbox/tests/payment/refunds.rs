//! Giving money back, as a merchant meets it.

use super::*;

impl Shop {
    /// Asks for a refund of hundredths of a đồng; `kind` is 02 for everything, 03 for a part.
    async fn refund(&self, request: &str, reference: &str, kind: &str, amount: &str) -> Value {
        let parts = [
            request,
            "2.1.0",
            "refund",
            "DEMO0001",
            kind,
            reference,
            amount,
            "",
            &self.created,
            "congdan",
            &self.created,
            "127.0.0.1",
            "Hoan tien",
        ];
        let body = json!({
            "vnp_RequestId": request, "vnp_Version": "2.1.0", "vnp_Command": "refund", "vnp_TmnCode": "DEMO0001",
            "vnp_TransactionType": kind, "vnp_TxnRef": reference, "vnp_Amount": amount, "vnp_TransactionNo": "",
            "vnp_TransactionDate": self.created, "vnp_CreateBy": "congdan", "vnp_CreateDate": self.created,
            "vnp_IpAddr": "127.0.0.1", "vnp_OrderInfo": "Hoan tien", "vnp_SecureHash": hmac(&parts.join("|")),
        });
        let answer = self.world.json("/vnpay/merchant_webapi/api/transaction", &body).await.json();
        let signed = [
            "ResponseId",
            "Command",
            "ResponseCode",
            "Message",
            "TmnCode",
            "TxnRef",
            "Amount",
            "BankCode",
            "PayDate",
            "TransactionNo",
            "TransactionType",
            "TransactionStatus",
            "OrderInfo",
        ];
        let text = signed.map(|name| answer[format!("vnp_{name}")].as_str().unwrap()).join("|");
        assert_eq!(answer["vnp_SecureHash"], hmac(&text));
        answer
    }

    async fn code(&self, request: &str, reference: &str, kind: &str, amount: &str) -> Value {
        self.refund(request, reference, kind, amount).await["vnp_ResponseCode"].clone()
    }
}

#[tokio::test]
async fn what_was_paid_goes_back_once_and_the_query_says_how_far_it_is() {
    let shop = Shop::new().await;
    shop.go("T1", &[("choice", "pay")]).await;
    let taken = shop.refund("r1", "T1", "02", "1600000").await;
    assert_eq!((&taken["vnp_ResponseCode"], &taken["vnp_TransactionType"]), (&json!("00"), &json!("02")));
    assert_eq!(taken["vnp_TransactionStatus"], "05");
    assert_eq!(shop.code("r1", "T1", "02", "1600000").await, "94", "the same request");
    assert_eq!(shop.code("r2", "T1", "02", "1600000").await, "94", "another request for the same money");
    let asked = shop.query("T1", "q1").await;
    assert_eq!(
        (&asked["vnp_TransactionType"], &asked["vnp_TransactionStatus"]),
        (&json!("02"), &json!("05"))
    );
    shop.world.json("/control/clock", &json!({ "advance_seconds": 3600 })).await;
    assert_eq!(shop.query("T1", "q2").await["vnp_TransactionStatus"], "00");
    assert_eq!(shop.world.get("/control/payments").await.json()[0]["refunded"], 16_000);
}

#[tokio::test]
async fn only_money_that_was_taken_goes_back_and_never_more_of_it() {
    let shop = Shop::new().await;
    shop.go("T1", &[("choice", "cancel")]).await;
    assert_eq!(shop.code("r1", "T1", "02", "1600000").await, "95");
    assert_eq!(shop.code("r2", "T9", "02", "1600000").await, "91");
    shop.go("T2", &[("choice", "pay")]).await;
    for (request, kind, amount) in [("r3", "02", "1600100"), ("r4", "02", "800000"), ("r5", "03", "1600000")]
    {
        assert_eq!(shop.code(request, "T2", kind, amount).await, "03", "{kind} {amount}");
    }
    assert_eq!(shop.code("r6", "T2", "03", "800000").await, "00", "a part");
    assert_eq!(shop.query("T2", "q1").await["vnp_Amount"], "800000");
}

#[tokio::test]
async fn a_refund_can_be_refused_and_the_money_be_returned_by_hand() {
    let shop = Shop::new().await;
    shop.go("T1", &[("choice", "pay")]).await;
    shop.world.fault("payment", "refund-refused").await;
    assert_eq!(shop.code("r1", "T1", "02", "1600000").await, "95");
    assert_eq!(shop.query("T1", "q1").await["vnp_TransactionType"], "01");
    let by_hand = json!({ "reference": "T1", "cleared": "returned" });
    assert_eq!(shop.world.json("/control/payments", &by_hand).await.status, 200);
    let asked = shop.query("T1", "q2").await;
    assert_eq!(
        (&asked["vnp_TransactionType"], &asked["vnp_TransactionStatus"]),
        (&json!("02"), &json!("00"))
    );
    assert_eq!(shop.world.json("/control/payments", &by_hand).await.status, 404, "once");
}
