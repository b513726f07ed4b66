//! What the codes of findings mean, a sentence each. How findings are printed is in `print.rs` and `sarif.rs`.

/// One sentence for each code; `None` for a code that the engine does not have.
pub fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "unreachable_page" => "no answers show this page",
        "unreachable_field" => "no answers show this field, on a page that is shown",
        "condition_always_true" => "this condition is never false; it says nothing",
        "condition_always_false" => "this condition is never true",
        "never_fillable" => "an answer is required here, and every answer is refused",
        "rule_never_broken" => "no answers break this rule; it says nothing",
        "rule_never_kept" => "every answer breaks this rule",
        "contradictory_rules" => "no answers keep this rule beside the other",
        "fee_expired" => "this fee is not in force on any day on which the form is open",
        "fee_gap" => "the form is open on days on which no version of this fee is in force",
        "fee_twice" => "two versions of this fee are in force on the same day",
        "fee_without_amount" => {
            "the fee applies, everything required is answered, and its quantity is not known or below zero"
        }
        "reduction_expired" => "this reduction is not in force on any day on which the form is open",
        "reduction_gap" => "this reduction was not renewed in time",
        "reduction_never_counts" => "nobody ever gets this reduction",
        "cover_of_optional" => {
            "this paper is never asked for, so that no register's answer makes it needless"
        }
        "cover_twice" => "whenever this would stand in for the paper, an earlier line does already",
        "cover_reads_paper" => "this is read only while the paper is not there, and asks about the paper",
        "sign_without_basis" => "the citizen has to sign or to confirm, and no law is named that asks for it",
        "instead_of_nothing" => "this stands in for a signature, and none is asked for here",
        "organisation_of_nobody" => "an organisation is to sign, and people apply for themselves",
        "unknown_catalogue" => "there is no such list",
        "unknown_code" => "the list does not have this code",
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
        "unknown_attribute" => "no entry of this list has this attribute",
        "unknown_autocomplete" => "this is no token of autofill that a procedure can use",
        "gap_in_numbers" => "these texts are numbered from 1 on, and a number before this one has none",
        "text_not_composed" => {
            "this text is not composed (Unicode NFC): it would not be found by those who search for it"
        }
        "fee_step_open" => "between two fees by size there is a size at which nothing is paid",
        "fee_step_twice" => "at this one size two fees that follow one another are both paid",
        "not_searched" => "not decided, because there are more combinations than are tried",
        "not_decided" => {
            "not decided, because only some values could be tried, and others may show otherwise"
        }
        code => return shape(code),
    })
}

/// What reading and compiling report: the shape of the schema, its names and its expressions.
fn shape(code: &str) -> Option<&'static str> {
    Some(match code {
        "json" => "this is no JSON",
        "json_too_deep" => {
            "this is nested too deep to be read: 127 lists and objects in one another, which is about 60 operators"
        }
        "format" => "this is another format than `congdan/procedure/1`",
        "missing_key" => "something is missing here that must be there",
        "unknown_key" => "nothing reads this key here",
        "unknown_word" => "this is none of the words that can stand here",
        "unknown_kind" => "there is no such kind of field; procedures/kinds.md has them all",
        "unknown_group" => "there is no such group of repeated fields",
        "unknown_level" => "a line of business has four or five digits",
        "unknown_part" => "a value of this kind has no such part",
        "unknown_operator" => "there is no such operator; procedures/expressions.md has them all",
        "duplicate_id" => "this id is given twice",
        "reserved_id" => "a row has its own id under this name; call the cell something else",
        "id_characters" => "an id has lower-case letters, digits and underscores, and begins with a letter",
        "expected_bool" => "true or false must stand here",
        "expected_codes" => "each old option with the new one, or with null, must stand here",
        "expected_count" => "a whole number that is not below zero must stand here",
        "expected_date" => {
            "a day such as 2026-11-21 must stand here, or `today`, or an expression that gives one"
        }
        "expected_integer" => "a whole number must stand here",
        "expected_list" => "a list must stand here",
        "not_a_list" => "rows of a group, a list of codes or a list of values must stand here",
        "not_places" => "a number of decimal places from -9 to 9 must stand here",
        "not_a_rounding" => "this is none of the words for rounding",
        "expected_name" => "the name of a field must stand here",
        "expected_object" => "an object must stand here",
        "expected_places" => "a number of decimal places must stand here, from 0 to 9",
        "expected_text" => "a text must stand here",
        "expected_texts" => "a list of texts must stand here",
        "min_above_max" => "the least is more than the most, or than there is to choose from",
        "number_not_exact" => "this number cannot be kept exactly; give fewer digits",
        "options_count" => "a choice has two to eight options; what has more is a catalogue",
        "max_files" => "the number of files is out of bounds",
        "default_invalid" => "the field refuses its own default",
        "no_register" => "no register holds this fact, so that its answer can never stand in for a paper",
        "prefill_type" => "this fact is no value of the field",
        "cannot_be_computed" => "a field of this kind cannot be computed",
        "field_without_value" => "this field has no value that an expression could read",
        "only_in_rows" => {
            "this field stands in rows: an expression outside of them can count or sum it, and not read it alone"
        }
        "wrong_kind" => "the field that is named here is of another kind than is needed",
        "type_mismatch" => "a value of one type is wanted here, and one of another stands here",
        "empty_list" => "a list that stands for itself has something in it",
        "arguments" => "the operator wants another number of arguments",
        "not_an_expression" => "this is no expression: `{\"operator\": [arguments]}` or a value is",
        "list_not_here" => "a list can only stand where an operator walks through it",
        "expression_too_large" => "this expression is too large",
        "expression_too_costly" => "this expression would take too long with all the rows that there may be",
        "group_too_deep" => "groups stand too deep in one another",
        "too_many_rows" => {
            "there could be more rows than a form takes, in all lists together that stand in one another"
        }
        "table_cell" => "a table has cells of one line; a field of this kind has no room in it",
        "table_too_wide" => "a table with so many cells does not fit on a page",
        "only_way" => "this is the only way to prove it; one of several needs a second",
        "fee_amount" => "a fee is a whole number of dong, at least 1000; a service without a fee lists none",
        "reduction_benefit" => "a reduction says either the new `amount` or `percent`, from 1 to 100",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::meaning;
    use serde_json::Value;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn codes(folder: &Path, key: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                codes(&entry.path(), key, found);
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("a case");
            let case: Value = serde_json::from_str(&text).expect("JSON");
            let expressions = case["expressions"].as_array().into_iter().flatten();
            found.extend(expressions.filter_map(|one| one["issue"].as_str()).map(str::to_owned));
            let issues = case[key].as_array().into_iter().flatten();
            found.extend(issues.filter_map(|issue| issue["code"].as_str()).map(str::to_owned));
        }
    }

    #[test]
    fn whatever_the_cases_and_the_seeded_mistakes_report_has_words() {
        let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../eform");
        let mut found = BTreeSet::new();
        codes(&engine.join("cases"), "issues", &mut found);
        codes(&engine.join("mistakes"), "expect", &mut found);
        assert!(found.len() > 60, "{} codes", found.len());
        found.retain(|code| meaning(code).is_none());
        assert!(found.is_empty(), "without words: {found:?}");
    }
}
