//! The files of a rendering.

use iot4emissions_proto::access::export as core;
use pyo3::prelude::*;

use crate::convert::many::Many;
use crate::convert::text::Text;
use crate::convert::texts::Texts;
use crate::value;

/// One file of a broker's configuration (P-4.1 to P-4.3).
///
/// `name` is without a folder; `purpose` what it is for, as the rest of the sentence "this
/// file holds"; `text` ends with a line feed.
///
/// >>> export_rules("rmqtt", "data").entries[0].name
/// 'rmqtt-acl.toml'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ExportFile {
    /// Its name, without a folder.
    #[pyo3(get)]
    name: Text,
    /// What it is for.
    #[pyo3(get)]
    purpose: Text,
    /// Its text.
    #[pyo3(get)]
    text: Text,
}

value::field_names!(ExportFile: "name", "purpose", "text");

value::value_methods!(impl ExportFile {
    #[new]
    fn new(name: Text, purpose: Text, text: Text) -> Self {
        Self {
            name,
            purpose,
            text,
        }
    }
});

/// All files of a broker's configuration, the one with the rules first.
///
/// `export_rules` makes it. Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.
///
/// >>> for name, text in export_rules("emqx", "data").files.items():
/// ...     print(name, text.endswith("\n"))
/// acl.conf True
/// emqx.conf True
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Export {
    entries: Vec<ExportFile>,
}

impl From<core::Export> for Export {
    fn from(export: core::Export) -> Self {
        let entry = |file: core::File| {
            ExportFile::new(file.name.into(), file.purpose.into(), file.text.into())
        };
        Self {
            entries: export.files.into_iter().map(entry).collect(),
        }
    }
}

value::field_names!(Export: "entries");

value::value_methods!(impl Export {
    #[new]
    fn new(entries: Vec<ExportFile>) -> Self {
        Self { entries }
    }

    /// The files with their names and purposes, in their order.
    #[getter]
    fn entries(&self) -> Many<ExportFile> {
        Many(self.entries.clone())
    }

    /// Each file's text by its name, in their order; cannot be changed.
    #[getter]
    fn files(&self) -> Texts<'_> {
        let files = self.entries.iter();
        Texts(files.map(|file| (&*file.name, &*file.text)).collect())
    }
});
