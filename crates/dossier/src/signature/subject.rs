//! The subject of a certificate: names, and the numbers that certification authorities write into serialNumber, user id and
//! organizationIdentifier. Whose
//! numbers they must be is decided by whoever asks.

use der::Encode;
use der::asn1::ObjectIdentifier;
use x509_cert::name::Name;

const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const USER_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");

/// organizationIdentifier (X.520), of an organisation and of nobody else.
const ORGANISATION_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.97");
/// What stands before a Vietnamese tax code there (ETSI EN 319 412-1, 5.1.4).
const VAT_NUMBER: &str = "VATVN-";

/// A number under which a certificate's subject is known, as `PREFIX:digits`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectId {
    /// `CCCD:` and the personal id of twelve digits.
    Citizen(String),
    /// `CMND:` and the number of an old identity card: nine digits, or twelve. Not taken for a personal id.
    IdentityCard(String),
    /// `MST:` and a tax code: ten digits (an enterprise), with `-` and three more (a branch), or twelve (a person).
    TaxCode(String),
}

impl SubjectId {
    /// The personal id, if it is one.
    pub(super) fn citizen(&self) -> Option<&str> {
        if let Self::Citizen(digits) = self { Some(digits) } else { None }
    }

    /// The tax code, if it is one.
    pub(super) fn tax_code(&self) -> Option<&str> {
        if let Self::TaxCode(code) = self { Some(code) } else { None }
    }

    fn read(text: &str) -> Option<Self> {
        let (prefix, number) = text.split_once(':')?;
        match prefix {
            "CCCD" if is_digits(number, &[12]) => Some(Self::Citizen(number.to_owned())),
            "CMND" if is_digits(number, &[9, 12]) => Some(Self::IdentityCard(number.to_owned())),
            "MST" => tax_code(number).map(Self::TaxCode),
            _ => None,
        }
    }
}

/// Every such number in serialNumber and user id, and the tax code in organizationIdentifier; what has another form is no number.
pub(super) fn ids(name: &Name) -> Vec<SubjectId> {
    let own = texts(name, &[SERIAL_NUMBER, USER_ID]).filter_map(|text| SubjectId::read(&text));
    let of_organisation = texts(name, &[ORGANISATION_ID]).filter_map(|text| {
        let code = text.strip_prefix(VAT_NUMBER).or_else(|| text.strip_prefix("MST:"))?;
        tax_code(code).map(SubjectId::TaxCode)
    });
    own.chain(of_organisation).collect()
}

/// The one value of a kind; none when the subject has two different ones, for then it is not said whose signature it is.
pub(super) fn only(ids: &[SubjectId], kind: impl Fn(&SubjectId) -> Option<&str>) -> Option<String> {
    let mut found = ids.iter().filter_map(kind);
    let first = found.next()?;
    found.all(|other| other == first).then(|| first.to_owned())
}

/// The first attribute of this kind.
pub(super) fn first(name: &Name, kind: ObjectIdentifier) -> Option<String> {
    texts(name, &[kind]).next()
}

fn texts<'a>(name: &'a Name, kinds: &'a [ObjectIdentifier]) -> impl Iterator<Item = String> + 'a {
    name.iter().filter(|attribute| kinds.contains(&attribute.oid)).filter_map(|attribute| {
        // PrintableString, UTF8String and IA5String all hold UTF-8; the other string types are not used by anyone we accept.
        match attribute.value.to_der().ok()?.first()? {
            0x0c | 0x13 | 0x16 => String::from_utf8(attribute.value.value().to_vec()).ok(),
            _ => None,
        }
    })
}

fn tax_code(text: &str) -> Option<String> {
    let is_code = match text.split_once('-') {
        Some((enterprise, branch)) => is_digits(enterprise, &[10]) && is_digits(branch, &[3]),
        None => is_digits(text, &[10, 12]),
    };
    is_code.then(|| text.to_owned())
}

fn is_digits(text: &str, lengths: &[usize]) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
