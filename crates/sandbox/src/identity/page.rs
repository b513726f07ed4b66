//! The identity provider's pages. They decide nothing: the handlers say what to show.

use axum::http::StatusCode;

use crate::{
    citizen::{CITIZENS, Citizen},
    html::{Element, el, say},
    page::{Look, Page, button, form, hidden, quiet_button},
};

/// Whom one can be; `known` signed in earlier in this browser.
pub fn choose(ways_back: &str, request: &str, known: Option<&Citizen>) -> Page {
    let mut page = Page::new(Look::Identity, "Bạn đăng nhập với danh tính nào?")
        .may_lead_to(ways_back)
        .with(say("p", "Cổng dịch vụ công hỏi bạn là ai. Chọn một người dân giả định để đăng nhập."));
    if let Some(citizen) = known {
        page = page.with(
            form("/identity/authorize").class("stay").child(hidden("request", request)).child(button(
                "stay",
                "1",
                format!("Tiếp tục với {}", citizen.name),
            )),
        );
    }
    page.with(
        form("/identity/authorize")
            .child(hidden("request", request))
            .child(el("ul").class("people").children(CITIZENS.iter().map(person)))
            .child(say("h2", "Không muốn đăng nhập?"))
            .child(quiet_button("cancel", "1", "Hủy và quay lại cổng")),
    )
}

fn person(citizen: &Citizen) -> Element {
    let level = format!("Định danh mức {}", &citizen.level.claim()[3..]);
    let described = format!("about-{}", citizen.slug);
    el("li")
        .class("person")
        .child(button("citizen", citizen.slug, citizen.name).attr("aria-describedby", &described))
        .child(
            el("p")
                .attr("id", described)
                .child(say("span", citizen.id).class("number"))
                .text(format!(" · {level}. {}", citizen.story)),
        )
}

/// The request came from a client, or leads to an address, that is not registered.
pub fn unknown_client() -> Page {
    Page::new(Look::Identity, "Không thể đăng nhập từ đây").status(StatusCode::BAD_REQUEST).with(say(
        "p",
        "Ứng dụng hoặc địa chỉ quay về không được đăng ký. Không có thông tin nào của bạn đã được gửi đi.",
    ))
}

/// The provider is out of order.
pub fn busy() -> Page {
    Page::new(Look::Identity, "Hệ thống định danh đang gián đoạn")
        .status(StatusCode::SERVICE_UNAVAILABLE)
        .with(say("p", "Bạn hãy thử lại sau ít phút."))
}

/// Nobody is signed in any more, and there is no way back to go.
pub fn signed_out() -> Page {
    Page::new(Look::Identity, "Bạn đã đăng xuất").with(say("p", "Bạn có thể đóng trang này."))
}
