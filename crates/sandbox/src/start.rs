//! The start page: which systems are emulated here, who can be whom, and where to go.

use axum::{Router, extract::State, routing::get};

use crate::{
    citizen::{CITIZENS, Citizen},
    html::{Element, el, say},
    page::{Look, Page},
    world::World,
};

/// The start page's route.
pub fn routes() -> Router<World> {
    Router::new().route("/", get(show))
}

async fn show(State(world): State<World>) -> Page {
    Page::new(Look::Start, "Các hệ thống mà cổng dịch vụ công làm việc cùng")
        .with(say(
            "p",
            "Mỗi hệ thống dưới đây trả lời bằng giao thức thật của nó, nhưng con người, tiền và giấy tờ đều là giả định.",
        ))
        .with(link_list([
            (world.config().pages().to_owned(), "Cổng dịch vụ công", "nơi người dân bắt đầu"),
            ("/bank".to_owned(), "Ngân hàng", "quét mã VietQR và chuyển tiền"),
            ("/desk".to_owned(), "Bộ phận một cửa", "cán bộ nhận hồ sơ và chuyển trạng thái"),
            ("/control".to_owned(), "Điều khiển", "đồng hồ, sự cố, gửi lại thông báo, xoá dữ liệu"),
            ("/csc/roots.pem".to_owned(), "Chứng thư gốc", "để kiểm tra chữ ký số"),
            ("/tsa/roots.pem".to_owned(), "Chứng thư gốc của dấu thời gian", "để kiểm tra dấu thời gian"),
        ]))
        .with(say("h2", "Những người dân giả định"))
        .with(say("p", "Định danh điện tử không hỏi mật khẩu: bạn chọn tên. Yêu cầu ký số hiện ở điện thoại của từng người."))
        .with(el("ul").class("people").children(CITIZENS.iter().map(person)))
}

fn link_list(links: impl IntoIterator<Item = (String, &'static str, &'static str)>) -> Element {
    el("ul").class("links").children(links.into_iter().map(|(href, name, about)| {
        el("li").child(say("a", name).attr("href", href)).text(format!(": {about}"))
    }))
}

fn person(citizen: &Citizen) -> Element {
    el("li")
        .class("person")
        .child(say("h3", citizen.name))
        .child(el("p").child(say("span", citizen.id).class("number")).text(format!(" · {}", citizen.story)))
        .child(
            el("p").child(
                say("a", format!("Điện thoại của {}", citizen.name))
                    .attr("href", format!("/phone/{}", citizen.id)),
            ),
        )
}
