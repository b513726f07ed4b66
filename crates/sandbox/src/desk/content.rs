//! What the officer reads out of a dossier's content: for whom the applicant acts, who helped them, which values the applicant says are wrong, and which
//! papers a register's answer stands in for. The content's bytes and hashes are checked in `papers`.

use std::{fs, path::Path};

use serde_json::Value;

use super::{
    page::{day_first, table},
    papers,
};
use crate::html::{Element, el, say};

/// The content of a dossier; null when it cannot be read.
pub fn read(folder: &Path) -> Value {
    let bytes = fs::read(folder.join(papers::CONTENT)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// For whom the applicant acts and by what right, when not for themselves.
pub fn on_behalf_of(content: &Value) -> Option<String> {
    let other = content.get("on_behalf_of")?;
    let right = match text(other, "right") {
        "parent" => "con chưa thành niên",
        "guardian" => "người được giám hộ",
        "mandate" => "theo ủy quyền",
        "representative" => "doanh nghiệp mà người nộp đại diện theo pháp luật",
        other => other,
    };
    let (name, id, reference) = (text(other, "name"), text(other, "id"), text(other, "reference"));
    let number = if id.len() == 12 { "số định danh" } else { "mã số doanh nghiệp" };
    Some(format!("{name}, {number} {id} ({right}, tham chiếu {reference})"))
}

/// Who helped the applicant to fill it in.
pub fn helped_by(content: &Value) -> Option<String> {
    let helper = content.get("helped_by")?;
    let (name, id, mandate) = (text(helper, "name"), text(helper, "id"), text(helper, "mandate"));
    Some(format!("{name}, số định danh {id} (chỉ giúp điền, tham chiếu {mandate})"))
}

/// What the applicant says is wrong, with the register that said so.
pub fn notes(content: &Value) -> Vec<Element> {
    let all = content["provenance"].as_object().into_iter().flatten();
    let noted = all.filter(|(_, source)| source["note"].is_string());
    let rows: Vec<Element> = noted
        .map(|(path, source)| {
            let value = path.split('/').next().map(|field| &content["answers"][field]);
            el("tr")
                .child(say("th", path).attr("scope", "row"))
                .child(say("td", value.map(readable).unwrap_or_default()))
                .child(say("td", register(text(source, "source"))))
                .child(say("td", text(source, "note")))
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = ["Mục", "Giá trị", "Nguồn", "Người nộp viết"];
    vec![say("h2", "Người nộp báo sai"), table("Thông tin mà người nộp cho là sai", heads, rows.into_iter())]
}

/// Papers that were not asked for, and what stands in for each.
pub fn covered(content: &Value) -> Option<Element> {
    let all = content["covered"].as_array().filter(|all| !all.is_empty())?;
    let rows = all.iter().map(|one| {
        let day = text(one, "at").get(..10).map(day_first).unwrap_or_default();
        el("tr")
            .child(say("th", text(one, "component")).attr("scope", "row"))
            .child(say("td", register(text(one, "source"))))
            .child(say("td", day))
            .child(say("td", text(one, "reference")))
            .child(say("td", text(one, "basis")))
    });
    let heads = ["Mã thành phần", "Cơ sở dữ liệu đã xác nhận", "Ngày", "Số tham chiếu", "Căn cứ"];
    Some(table("Giấy tờ không phải nộp", heads, rows))
}

/// A text, a name in one line, or whatever else there is as it is written.
fn readable(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(parts) if parts.contains_key("given") => {
            let parts = ["family", "middle", "given"].map(|part| text(value, part));
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn register(name: &str) -> &str {
    match name {
        "population" => "dân cư",
        "civil_status" => "hộ tịch",
        "business" => "đăng ký doanh nghiệp",
        "tax" => "thuế",
        "health_insurance" => "bảo hiểm y tế",
        "identity" => "tài khoản định danh",
        "mandate" => "ủy quyền",
        "earlier" => "hồ sơ trước",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_officer_reads_for_whom_what_is_called_wrong_and_what_stands_in_for_papers() {
        let content = json!({
            "on_behalf_of": {"name": "Trần Gia Bảo", "id": "001222004567", "right": "parent", "reference": "DC-1"},
            "helped_by": {"name": "Lê Văn Thành", "id": "079090001234", "mandate": "m1"},
            "answers": {"person_name": {"family": "Trần", "middle": "", "given": "Bảo"}},
            "provenance": {
                "person_name": {"origin": "register", "source": "population", "note": "Thiếu <b>chữ đệm</b>"},
                "person_birth": {"origin": "register", "source": "population"}
            },
            "covered": [{"field": "residence_proof", "component": "xac-nhan-cu-tru", "source": "population",
                "at": "2026-11-21T08:00:00Z", "reference": "DC-2", "basis": "Nghị định 104/2022/NĐ-CP"}]
        });
        let other = on_behalf_of(&content).unwrap();
        assert_eq!(other, "Trần Gia Bảo, số định danh 001222004567 (con chưa thành niên, tham chiếu DC-1)");
        let helper = helped_by(&content).unwrap();
        assert_eq!(helper, "Lê Văn Thành, số định danh 079090001234 (chỉ giúp điền, tham chiếu m1)");
        let enterprise = json!({"on_behalf_of": {"name": "Công ty TNHH Bánh mì Bến Thành", "id": "0312345673",
            "right": "representative", "reference": "DN-1"}});
        assert_eq!(
            on_behalf_of(&enterprise).unwrap(),
            "Công ty TNHH Bánh mì Bến Thành, mã số doanh nghiệp 0312345673 \
             (doanh nghiệp mà người nộp đại diện theo pháp luật, tham chiếu DN-1)"
        );
        let notes: String = notes(&content).iter().map(Element::render).collect();
        for part in ["person_name", "Trần Bảo", "dân cư", "Thiếu &lt;b&gt;chữ đệm&lt;/b&gt;"] {
            assert!(notes.contains(part), "{part} in {notes}");
        }
        assert!(!notes.contains("person_birth"));
        let covered = covered(&content).unwrap().render();
        for part in ["xac-nhan-cu-tru", "21/11/2026", "DC-2", "Nghị định 104/2022/NĐ-CP"] {
            assert!(covered.contains(part), "{part} in {covered}");
        }
    }

    #[test]
    fn of_a_plain_dossier_nothing_is_shown() {
        for content in [json!({"answers": {}, "provenance": {}}), Value::Null] {
            assert!(
                on_behalf_of(&content).is_none()
                    && helped_by(&content).is_none()
                    && notes(&content).is_empty()
                    && covered(&content).is_none()
            );
        }
    }
}
