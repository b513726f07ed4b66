//! The backend's routes against a real database and the real sandbox process. One file per resource, as in `src/routes`.
//!
//! Nothing here sleeps: the worker is asked for one round, and the clocks of both processes are moved.
#![cfg(test)]
#![allow(missing_docs)]

mod acting_limits;
mod answer;
mod assisting;
mod cases;
mod catalogues;
mod checks;
mod citizen;
mod confirmation;
mod consents;
mod corpus;
mod cosignature;
mod cosigning;
mod csc_fields;
mod csc_v1;
mod disputes;
mod documents;
mod dossiers;
mod drafts;
mod dues;
mod enterprises;
mod filing;
mod freeze;
mod gateway;
mod given_back;
mod history;
mod hostile;
#[cfg(target_os = "linux")]
mod killed;
mod mandates;
mod mine;
mod moves;
mod national;
mod openapi;
mod organisations;
mod origins;
mod outbox;
mod own_answers;
mod papers;
mod payment;
mod procedures;
mod process;
mod provider;
mod receipts;
mod refunds;
mod reuse;
mod revocation;
mod right_over;
mod scan;
mod scanner;
mod session;
mod sessions;
mod signing;
mod stamping;
mod story;
mod transfers;
mod two_citizens;
mod uploads;
mod vnpay;
mod web;
mod world;
