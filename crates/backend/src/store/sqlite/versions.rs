//! Versions of procedures in SQL.

use rusqlite::params;

use super::Sqlite;
use crate::store::{Stored, VersionRecord, Versions};

impl Versions for Sqlite {
    fn versions(&self) -> Stored<Vec<VersionRecord>> {
        self.read(|sql| {
            let mut query =
                sql.prepare("SELECT code, version, schema, texts FROM procedure ORDER BY code, version")?;
            let rows = query
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?)))?;
            let mut versions = Vec::new();
            for row in rows {
                let (code, version, schema, texts) = row?;
                versions.push(VersionRecord { code, version, schema, texts: serde_json::from_str(&texts)? });
            }
            Ok(versions)
        })
    }

    fn keep_versions(&self, versions: Vec<VersionRecord>) -> Stored<()> {
        self.write(move |sql| {
            for one in versions {
                sql.execute(
                    "INSERT INTO procedure (code, version, schema, texts) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (code, version) DO UPDATE SET schema = excluded.schema, texts = excluded.texts",
                    params![one.code, one.version, one.schema, serde_json::to_string(&one.texts)?],
                )?;
            }
            Ok(())
        })
    }
}
