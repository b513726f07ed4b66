//! What each code of a finding means: one sentence that says what is wrong and, where that is not the same, what would be right.
//! The names and limits of the schema are told behind it.

/// One sentence for each code; `None` for a code that is not known here, which a test keeps from happening.
pub fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "unreachable_page" => "no answers show this page",
        "unreachable_field" => "no answers show this field, on a page that is shown",
        "condition_always_true" => "this condition is never false; it says nothing",
        "condition_always_false" => "this condition is never true",
        "never_fillable" => "an answer is required here, and every answer is refused",
        "rule_never_broken" => "no answers break this rule; it says nothing",
        "rule_never_kept" => "every answer breaks this rule",
        "contradictory_rules" => "no answers keep both this rule and another",
        "fee_expired" => "this fee is not in force on any day on which the form is open",
        "fee_gap" => "the form is open on days on which no version of this fee is in force",
        "fee_twice" => "two versions of this fee are in force on the same day",
        "fee_step_open" => "between two fees by size there is a size at which nothing is paid",
        "fee_step_twice" => "at this one size two fees that follow one another are both paid",
        "fee_without_amount" => {
            "the fee applies, everything required is answered, and its quantity is not known or below zero"
        }
        "reduction_expired" => "this reduction is not in force on any day on which the form is open",
        "reduction_gap" => "this reduction was not renewed in time",
        "reduction_never_counts" => "nobody ever gets this reduction",
        "unknown_catalogue" => "there is no such list",
        "unknown_code" => "the list does not have this code",
        "unknown_attribute" => "no code of this list has this attribute",
        "lists_not_checked" => {
            "this list or calendar was not looked up: none lie in catalogues/ and calendars/ beside the procedure, and no portal's are around"
        }
        "ended_code" => "this code can no longer be chosen",
        "unknown_calendar" => "there is no such calendar",
        "missing_source" => "it does not say where it comes from",
        "unknown_source" => "a source is `law`, `package` or `agency`",
        "code_characters" => "a code has up to 40 letters, digits, dots, hyphens and underscores",
        "year_order" => "the years do not follow one another: one that is left out would have no holidays",
        "day_of_another_year" => "a day stands in another year",
        "expected_weekdays" => "days of the week are 1 (Monday) to 7 (Sunday)",
        "unknown_option" => "the choice does not have this option",
        "unknown_field" => "there is no such field",
        "unknown_fact" => "no source has this fact",
        "missing_text" => "a text is missing",
        "unused_text" => "nothing asks for this text",
        "cycle" => "these depend on one another in a circle",
        "unknown_version" => "no file in past/ holds this older version",
        "past_of_another" => "this is an older version of another procedure",
        "past_twice" => "two files hold the same older version",
        "migration_twice" => "an earlier line says already what becomes of this",
        "migration_unknown_field" => "the older version never asked this",
        "migration_unknown_code" => "the older version never had this option",
        "migration_unknown_target" => "nobody is asked this in the new version",
        "migration_unknown_option" => "the new question does not have this option",
        "migration_loses_answer" => {
            "an answer of the older version has no place in the new one, and nothing says why"
        }
        "migration_loses_option" => {
            "this option of the older version is not taken any more, and nothing says so"
        }
        "migration_drops_asked" => "this is dropped, and the new version asks it",
        "migration_makes_nothing" => {
            "no answers of the older version make an answer that the new question takes"
        }
        "not_searched" => {
            "this could not be decided: there are more combinations than are tried; look at it by hand"
        }
        "not_decided" => {
            "this could not be decided: none of the values that were tried shows otherwise, and others may; look at it by hand"
        }
        _ => return shape(code),
    })
}

/// What is wrong with the shape of a schema, and what would be right.
fn shape(code: &str) -> Option<&'static str> {
    Some(match code {
        "json" => {
            "this is no JSON that can be read; the place is where reading stopped (nested deeper than 128 it stops too)"
        }
        "format" => "`format` is `congdan/procedure/1`",
        "missing_key" => "something must stand here, and nothing does",
        "unknown_key" => "nothing reads this key here; it is misspelt, or belongs elsewhere",
        "unknown_word" => "this is none of the words that may stand here",
        "unknown_kind" => "there is no such kind of field; procedures/kinds.md has them all",
        "unknown_level" => "the level of an industry is 4 or 5",
        "unknown_operator" => "there is no such operator; procedures/expressions.md has them all",
        "unknown_part" => {
            "this value has no such part; procedures/expressions.md has the parts of names, places and consents"
        }
        "unknown_group" => "the first of the two is the id of a group, the second that of a cell in it",
        "expected_object" => "an object stands here: { … }",
        "expected_list" => "a list stands here",
        "expected_text" => "a text that is not empty stands here",
        "expected_texts" => "a list of texts stands here",
        "expected_bool" => "true or false stands here",
        "expected_integer" => "a whole number stands here",
        "expected_count" => "a whole number that is not below zero stands here",
        "expected_date" => "a day stands here as `2026-11-21`; a limit may also be `today` or an expression",
        "expected_codes" => "an object stands here: each old option with the new one, or with null",
        "expected_name" => "the id of a field stands here as a text",
        "expected_places" => "places are a whole number from 1 to 9; for `divide` and `round` from -9 to 9",
        "number_not_exact" => {
            "this number is not exact: at most 15 digits, 9 of them after the point, and no exponent"
        }
        "id_characters" => "an id is a small letter, then small letters, digits and underscores",
        "reserved_id" => "`id` is the name of a row in what is signed; call the cell otherwise",
        "duplicate_id" => "this id is there twice",
        "options_count" => "a choice has 2 to 8 options; what has more is a catalogue",
        "default_invalid" => "this field would refuse its own default",
        "min_above_max" => {
            "the least is above the most, or the first day after the last: nothing lies between"
        }
        "table_too_wide" => {
            "a table has up to 8 cells in a row, each of one line; `cards` and `sections` take the rest"
        }
        "group_too_deep" => "a group stands in at most two others",
        "too_many_rows" => "these rows in rows may become more than can be filled in; lower `max`",
        "fee_amount" => "a fee is a whole number of at least 1000 đồng; a service without a fee lists none",
        "reduction_benefit" => "a reduction has either `percent` from 1 to 100, or `amount` from 0 on",
        "only_in_rows" => {
            "only rows have this field: it is read from its own row, or through an operator that walks the group"
        }
        "wrong_kind" => "the field that is named here is of a kind that cannot stand here",
        "table_cell" => {
            "a cell of a table is one line: no files, no choices of several, no group; `cards` and `sections` take them"
        }
        "field_without_value" => "this field has no value that can stand here",
        "type_mismatch" => "the value here is of another type than what is asked here",
        "prefill_type" => {
            "this fact is of another type than the value of the field, or the field is computed"
        }
        "cannot_be_computed" => "only a citizen gives this kind of answer; it is never computed",
        "arguments" => {
            "the operator takes another number or form of operands; procedures/expressions.md shows it"
        }
        "not_an_expression" => {
            "an expression is a literal or an object with one operator: {\"operator\": [operands]}"
        }
        "list_not_here" => "a list stands only on the right of `in` and where an operator walks one",
        "expression_too_large" => {
            "an expression has a limited number of operators and operands; compute a part in a field of its own"
        }
        "expression_too_costly" => {
            "over all rows that there may be this would take too long; lower `max` of the groups or compare less"
        }
        "only_way" => "this is the only way to prove it; one of several needs a second one",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::meaning;
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_code_that_reading_and_compiling_report_has_words() {
        let mut files = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../eform/src"), &mut files);
        let mut codes = BTreeSet::new();
        for file in files {
            let text = std::fs::read_to_string(&file).expect("a file");
            for call in ["SchemaIssue::new(", ".issue(", ".issue_at("] {
                for (at, _) in text.match_indices(call) {
                    let rest = &text[at + call.len()..];
                    let end = rest.find([';', '{']).unwrap_or(rest.len());
                    // The code is the last argument: a text in front of the closing bracket.
                    let call = rest[..end].split(").").next().unwrap_or_default();
                    let word = call.trim_end_matches([')', ' ', '}', ',']).rsplit('"').nth(1);
                    let is_code = |word: &&str| {
                        word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                    };
                    codes.extend(word.filter(is_code).map(str::to_owned));
                }
            }
        }
        codes.extend(["only_in_rows", "wrong_kind"].map(str::to_owned));
        let mute: Vec<&String> = codes.iter().filter(|code| meaning(code).is_none()).collect();
        assert!(codes.len() > 40, "{codes:?}");
        assert!(mute.is_empty(), "{mute:?}");
    }
}
