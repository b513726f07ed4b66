//! The contract as an OpenAPI 3.1 document, made from the endpoint list and the types that travel.
//!
//! [`OPERATIONS`](operations) is also what a backend's test compares its router with.

use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::{
    AgreeToCosign, AnsweredContent, AskPayment, AskRegisters, AttachPapers, BeginUpload, CancelCosigning,
    CancelPayment, CancelSigning, CheckAnswers, CheckReceipt, ConfirmCosigning, ConfirmIdentity,
    ConfirmSigning, CosignedContent, CreateDossier, DecideConsent, DeclineToCosign, Discard, DownloadContent,
    EndUpload, Endpoint, ExportMine, FileDossier, ForgetEarlier, Frozen, GetCatalogue, GetCosigning, GetMine,
    GetProcedure, GetRoots, GetSession, GrantMandate, HandOver, Headers, Invite, KeepUploads,
    ListAskedToCosign, ListConsents, ListCredentials, ListDossiers, ListInvitations, ListMandates,
    ListOwnCredentials, ListPapers, ListPayments, ListPrincipals, ListServices, ListSessions, ListUploads,
    Method, MoveDraft, MoveSeen, Nothing, OneDossier, OnePayment, OneUpload, PIECE_BYTES, PapersForDraft,
    PrepareCosigning, PrepareSigning, Problem, ReceiptFor, RemovePaper, ReuseRates, RevokeInvitation,
    RevokeMandate, RevokeOthers, RevokeSession, SaveDraft, SignOnPaper, SignOut, StartPayment, TakeUp, Thaw,
    UploadView, paths,
};

impl PartialSchema for Nothing {
    fn schema() -> RefOr<Schema> {
        Schema::default().into()
    }
}

impl ToSchema for Nothing {}

/// One line of the contract: what a router must answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// Path with `{parameters}`.
    pub path: &'static str,
    /// Upper case.
    pub method: &'static str,
}

/// Collects the document endpoint by endpoint.
#[derive(Default)]
struct Document {
    operations: Vec<Operation>,
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
}

impl Document {
    /// A reference to the schema of `T`, which is added with all that it refers to; `None` for [`Nothing`].
    fn schema<T: ToSchema>(&mut self) -> Option<Value> {
        let name = T::name().into_owned();
        if name == "Nothing" {
            return None;
        }
        let mut all = vec![(name.clone(), T::schema())];
        T::schemas(&mut all);
        for (name, schema) in all {
            self.schemas.entry(name).or_insert_with(|| serde_json::to_value(schema).unwrap_or_default());
        }
        Some(json!({ "$ref": format!("#/components/schemas/{name}") }))
    }

    fn add(&mut self, path: &'static str, method: Method, mut operation: Value) {
        let mut parameters: Vec<Value> = path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
            .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
            .collect();
        if let Some(own) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            parameters.append(own);
        }
        operation["parameters"] = parameters.into();
        operation["responses"]["default"] = json!({
            "description": "An error (RFC 9457); `code` says which.",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        });
        self.operations.push(Operation { path, method: method.as_str() });
        self.paths.entry(path).or_insert_with(|| json!({}))[method.as_str().to_ascii_lowercase()] = operation;
    }

    fn endpoint<E: Endpoint<Body: ToSchema, Reply: ToSchema>>(&mut self, _: E) {
        let mut parameters: Vec<Value> = E::QUERY
            .iter()
            .map(|name| json!({"name": name, "in": "query", "required": false, "schema": {"type": "string"}}))
            .collect();
        let header = |name: &str| json!({"name": name, "in": "header", "required": true, "schema": {"type": "string"}});
        if E::METHOD != Method::Get {
            parameters.push(header(Headers::CSRF));
        }
        if E::IDEMPOTENT {
            parameters.push(header(Headers::IDEMPOTENCY));
        }
        if E::IF_MATCH {
            parameters.push(header(Headers::IF_MATCH));
        }
        let mut operation = json!({"operationId": E::NAME, "summary": E::SUMMARY, "parameters": parameters});
        if !E::DESCRIPTION.is_empty() {
            operation["description"] = E::DESCRIPTION.into();
        }
        if E::SIGNED_IN {
            operation["security"] = json!([{"session": []}]);
        }
        if let Some(schema) = self.schema::<E::Body>() {
            operation["requestBody"] =
                json!({"required": true, "content": {"application/json": {"schema": schema}}});
        }
        operation["responses"] = match self.schema::<E::Reply>() {
            Some(schema) => {
                json!({"200": {"description": "Done.", "content": {"application/json": {"schema": schema}}}})
            }
            None => json!({"204": {"description": "Done."}}),
        };
        if E::TAGGED {
            operation["responses"]["200"]["headers"] = json!({Headers::ETAG: {"schema": {"type": "string"},
                "description": "Of a draft its revision in quotes, for `If-Match`, absent once there is no draft; of a list its bytes, for `If-None-Match`."}});
        }
        if E::IF_MATCH {
            let problem =
                json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
            operation["responses"]["412"] = json!({"description": "The draft has moved on; `current` is its revision.", "content": problem});
            operation["responses"]["428"] =
                json!({"description": "`If-Match` is missing.", "content": problem});
        }
        self.add(E::PATH, E::METHOD, operation);
    }

    /// Bytes to be saved: no browser may interpret them, so they are of no type.
    fn download(&mut self, path: &'static str, name: &str, summary: &str) {
        self.add(
            path,
            Method::Get,
            json!({"operationId": name, "summary": summary, "security": [{"session": []}],
                "responses": {"200": {"description": "The bytes.", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}}),
        );
    }
}

fn collect() -> Document {
    let mut document = Document::default();
    document.schema::<Problem>();
    let d = &mut document;
    d.endpoint(GetSession);
    d.endpoint(SignOut);
    d.endpoint(ListSessions);
    d.endpoint(RevokeSession);
    d.endpoint(RevokeOthers);
    mandates(d);
    d.endpoint(ListServices);
    d.endpoint(GetProcedure);
    d.endpoint(GetCatalogue);
    d.endpoint(CheckAnswers);
    d.endpoint(ListDossiers);
    d.endpoint(CreateDossier);
    d.endpoint(OneDossier);
    d.endpoint(SaveDraft);
    d.endpoint(AskRegisters);
    d.endpoint(Discard);
    d.endpoint(MoveDraft);
    d.endpoint(MoveSeen);
    d.endpoint(Frozen);
    d.endpoint(Thaw);
    d.endpoint(FileDossier);
    d.endpoint(ReceiptFor);
    d.endpoint(ListConsents);
    d.endpoint(DecideConsent);
    d.endpoint(PapersForDraft);
    d.endpoint(AttachPapers);
    d.endpoint(KeepUploads);
    d.endpoint(ListPapers);
    d.endpoint(RemovePaper);
    d.endpoint(GetMine);
    d.endpoint(ExportMine);
    d.endpoint(ForgetEarlier);
    d.endpoint(GetRoots);
    d.endpoint(ListCredentials);
    d.endpoint(PrepareSigning);
    d.endpoint(ConfirmSigning);
    d.endpoint(CancelSigning);
    d.endpoint(ConfirmIdentity);
    d.endpoint(SignOnPaper);
    cosigning(d);
    d.endpoint(StartPayment);
    d.endpoint(CancelPayment);
    d.endpoint(ListPayments);
    d.endpoint(OnePayment);
    d.endpoint(CheckReceipt);
    d.endpoint(AskPayment);
    d.endpoint(ReuseRates);
    d.endpoint(ListUploads);
    d.endpoint(BeginUpload);
    d.endpoint(OneUpload);
    d.endpoint(EndUpload);
    let upload = d.schema::<UploadView>();
    let header =
        |name: &str| json!({"name": name, "in": "header", "required": true, "schema": {"type": "string"}});
    let problem = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
    d.add(
        paths::PIECE,
        Method::Patch,
        json!({"operationId": "SendPiece", "summary": "Send the next bytes of a file.", "security": [{"session": []}],
            "description": format!("At most {PIECE_BYTES} bytes at once. The last piece is answered with the verdict, or with `checking`."),
            "parameters": [header(Headers::CSRF), header(Headers::UPLOAD_OFFSET), header(Headers::CONTENT_DIGEST)],
            "requestBody": {"required": true, "content": {"application/partial-upload": {"schema": {"type": "string", "format": "binary"}}}},
            "responses": {
                "200": {"description": "Stored.", "content": {"application/json": {"schema": upload}},
                    "headers": {Headers::UPLOAD_OFFSET: {"schema": {"type": "integer"}, "description": "Where the next piece begins."}}},
                "409": {"description": "`upload_offset`: begin at `offset`.", "content": problem},
                "422": {"description": "`upload_digest`: the piece was damaged on its way.", "content": problem}}}),
    );
    d.add(
        paths::FILE,
        Method::Delete,
        json!({"operationId": "DeleteFile", "summary": "Remove one file of a draft, or a scan that does not count yet.", "security": [{"session": []}],
            "parameters": [header(Headers::CSRF)], "responses": {"204": {"description": "Done."}}}),
    );
    d.download(paths::FILE, "DownloadFile", "One file, as an attachment.");
    d.download(paths::PAPER_FILE, "DownloadPaper", "One paper of the store, as an attachment.");
    d.download(
        paths::RECEIPT_FILE,
        "DownloadReceipt",
        "An electronic receipt as it was issued, as an attachment.",
    );
    d.download(DownloadContent::PATH, DownloadContent::NAME, DownloadContent::SUMMARY);
    d.download(
        paths::SIGNATURE,
        "DownloadSignature",
        "The detached CAdES signature of baseline B or T (DER), as an attachment.",
    );
    d.download(
        paths::REVOCATION,
        "DownloadRevocation",
        "The answer about the revocation of the signer's certificate, as an attachment: dossier.ocsp (RFC 6960) or dossier.crl (RFC 5280), DER.",
    );
    document
}

/// Acting for somebody else, and helping them.
fn mandates(d: &mut Document) {
    d.endpoint(ListMandates);
    d.endpoint(GrantMandate);
    d.endpoint(RevokeMandate);
    d.endpoint(ListPrincipals);
    d.endpoint(HandOver);
    d.endpoint(TakeUp);
}

/// Several people who stand by one dossier.
fn cosigning(d: &mut Document) {
    d.endpoint(ListInvitations);
    d.endpoint(Invite);
    d.endpoint(RevokeInvitation);
    d.endpoint(ListAskedToCosign);
    d.endpoint(GetCosigning);
    d.endpoint(AgreeToCosign);
    d.endpoint(DeclineToCosign);
    d.endpoint(ListOwnCredentials);
    d.endpoint(PrepareCosigning);
    d.endpoint(ConfirmCosigning);
    d.endpoint(CancelCosigning);
    d.download(CosignedContent::PATH, CosignedContent::NAME, CosignedContent::SUMMARY);
    d.download(AnsweredContent::PATH, AnsweredContent::NAME, AnsweredContent::SUMMARY);
    d.download(
        paths::COSIGNED_FILE,
        "DownloadCosigned",
        "One document that the citizen is asked to agree to, by its place, as an attachment.",
    );
    d.download(
        paths::OWN_COSIGNATURE,
        "DownloadOwnCosignature",
        "The signature of the citizen who has signed by this link, as an attachment.",
    );
    d.download(
        paths::OWN_COSIGNATURE_REVOCATION,
        "DownloadOwnCosignatureRevocation",
        "The answer about the revocation of its certificate, as an attachment.",
    );
    d.download(
        paths::COSIGNATURE,
        "DownloadCosignature",
        "The detached CAdES signature of one of the others (DER), as an attachment: dossier-2.p7s is the first of them.",
    );
    d.download(
        paths::COSIGNATURE_REVOCATION,
        "DownloadCosignatureRevocation",
        "The answer about the revocation of its certificate, as an attachment.",
    );
}

/// Every operation of the contract, in the order of the document.
#[must_use]
pub fn operations() -> Vec<Operation> {
    collect().operations
}

/// The OpenAPI 3.1 document.
#[must_use]
pub fn document() -> Value {
    let Document { paths, schemas, .. } = collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "congdan",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Citizen portal for online public services. Errors are problem details (RFC 9457). Commands that matter take an Idempotency-Key; drafts use ETag and If-Match (RFC 9110).",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"}
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "__Host-congdan"}}
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{document, operations};

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    found.insert(reference.clone());
                }
                map.values().for_each(|inner| references(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_to_a_schema() {
        let document = document();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 10, "{found:?}");
        for reference in found {
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
    }

    #[test]
    fn no_two_operations_share_a_path_and_a_method() {
        let all = operations();
        let unique: BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
    }
}
