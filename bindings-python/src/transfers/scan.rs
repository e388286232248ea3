//! Reading with bounded memory, as Python sees it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::held::Held;
use super::options::Columns;
use super::read::Reading;
use super::rejected::RejectedRows;
use super::table::Transfers;
use super::{capsule, schema};

/// A source that is read part by part, with bounded memory: what `scan_transfers` returns.
///
/// An iterator of `Transfers` in the order of the source; their rows count on over the
/// whole source. Each is of about 4 MiB of input. Or, instead, one Arrow stream:
/// `polars.DataFrame(scan)`, `pyarrow.RecordBatchReader.from_stream(scan)`. Through the
/// stream an error of the source becomes an error of who reads it, with the same text; the
/// exception itself is then in `error`.
///
/// Memory holds what is being read and what is not yet taken, and at most 64 MiB of the
/// `rejected` rows so far, which `take_rejected` empties. Each part has all of its own.
///
/// After Ctrl-C, `finish` takes no more from the source, and the scan gives what it had read.
///
/// Also a context manager, which closes it. Letting go of it stops its threads. Clauses:
/// P-5.3, P-5.40 to P-5.43; JRC127600 Table 7.
///
/// >>> with scan_transfers(b'{"data":[{"acquired":1622538000,"tfc":32.5}]}') as scan:
/// ...     sum(len(transfers) for transfers in scan)
/// 1
#[pyclass(frozen, module = "iot4emissions")]
pub(crate) struct TransferScan {
    shared: Arc<Mutex<Scan>>,
    columns: Columns,
}

struct Scan {
    reading: State,
    rejected: Held,
    error: Option<PyErr>,
}

enum State {
    Open(Box<Reading>),
    /// Given away as a stream.
    Stream(Box<Reading>),
    Ended,
    Closed,
}

fn lock(scan: &Mutex<Scan>) -> MutexGuard<'_, Scan> {
    scan.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TransferScan {
    pub(super) fn new(reading: Reading) -> Self {
        Self {
            columns: reading.options.columns,
            shared: Arc::new(Mutex::new(Scan {
                reading: State::Open(Box::new(reading)),
                rejected: Held::default(),
                error: None,
            })),
        }
    }
}

impl Scan {
    fn next(&mut self) -> PyResult<Option<Transfers>> {
        let reading = match &mut self.reading {
            State::Open(reading) => reading,
            State::Stream(_) => {
                return Err(PyValueError::new_err(
                    "the scan was given away as an Arrow stream",
                ));
            }
            State::Ended => return Ok(None),
            State::Closed => return Err(PyValueError::new_err("the scan is closed")),
        };
        match reading.group(true) {
            Ok(Some(part)) => {
                for batch in part.rejected_batches() {
                    self.rejected.push(batch.clone());
                }
                Ok(Some(part))
            }
            Ok(None) => {
                self.reading = State::Ended;
                Ok(None)
            }
            // Nothing is wrong with the source: who pressed Ctrl-C may go on.
            Err(error) if reading.was_interrupted() => Err(error),
            Err(error) => {
                self.reading = State::Ended;
                self.error = Some(Python::attach(|py| error.clone_ref(py)));
                Err(error)
            }
        }
    }
}

#[pymethods]
impl TransferScan {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Transfers>> {
        py.detach(|| lock(&self.shared).next())
    }

    fn __enter__(this: Py<Self>) -> Py<Self> {
        this
    }

    #[pyo3(signature = (*_exception: "object"))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyAny>) {
        self.close(py);
    }

    /// Stops reading and ends the threads. What was given before stays.
    fn close(&self, py: Python<'_>) {
        py.detach(|| {
            let before = std::mem::replace(&mut lock(&self.shared).reading, State::Closed);
            drop(before);
        });
    }

    /// Takes no more from the source. What was taken is still given: then the scan ends.
    fn finish(&self, py: Python<'_>) {
        py.detach(|| {
            if let State::Open(reading) | State::Stream(reading) = &mut lock(&self.shared).reading {
                reading.cut();
            }
        });
    }

    /// The rows that were refused so far, or since `take_rejected`; of more than 64 MiB of
    /// them the last one says how many more there are.
    #[getter]
    fn rejected(&self, py: Python<'_>) -> PyResult<RejectedRows> {
        let held = py.detach(|| lock(&self.shared).rejected.clone());
        held.rows()
    }

    /// The same, and forgets them.
    fn take_rejected(&self, py: Python<'_>) -> PyResult<RejectedRows> {
        let held = py.detach(|| std::mem::take(&mut lock(&self.shared).rejected));
        held.rows()
    }

    /// The exception that ended the scan; `None` where there was none.
    #[getter]
    fn error(&self, py: Python<'_>) -> Option<PyErr> {
        py.detach(|| {
            let scan = lock(&self.shared);
            let error = scan.error.as_ref();
            error.map(|error| Python::attach(|py| error.clone_ref(py)))
        })
    }

    fn __repr__(&self) -> &'static str {
        "<TransferScan>"
    }

    /// The schema as a capsule of Arrow's C data interface.
    #[pyo3(signature = () -> "object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &schema::transfers(self.columns))
    }

    /// What is not yet taken, as a capsule of Arrow's C stream interface; once. The
    /// requested schema is not used.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        py.detach(|| {
            let mut scan = lock(&self.shared);
            scan.reading = match std::mem::replace(&mut scan.reading, State::Ended) {
                State::Open(reading) => State::Stream(reading),
                State::Ended => State::Ended,
                other => {
                    scan.reading = other;
                    let text = match scan.reading {
                        State::Closed => "the scan is closed",
                        _ => "the scan was given away as an Arrow stream before",
                    };
                    return Err(PyValueError::new_err(text));
                }
            };
            Ok(())
        })?;
        let stream = Stream {
            scan: self.shared.clone(),
            schema: schema::transfers(self.columns),
        };
        capsule::stream(py, Box::new(stream))
    }
}

/// The scan, for a reader that need not have the interpreter.
struct Stream {
    scan: Arc<Mutex<Scan>>,
    schema: SchemaRef,
}

impl Iterator for Stream {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut scan = lock(&self.scan);
        loop {
            let State::Stream(reading) = &mut scan.reading else {
                return None;
            };
            match reading.part(false) {
                Ok(Some(part)) => {
                    if let Some(batch) = part.rejected {
                        scan.rejected.push(batch);
                    }
                    if let Some(batch) = part.snapshots {
                        return Some(Ok(batch));
                    }
                }
                Ok(None) => {
                    scan.reading = State::Ended;
                    return None;
                }
                Err(error) => {
                    scan.reading = State::Ended;
                    let text = error.to_string();
                    scan.error = Some(error);
                    return Some(Err(ArrowError::ComputeError(text)));
                }
            }
        }
    }
}

impl RecordBatchReader for Stream {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        lock(&self.scan).reading = State::Ended;
    }
}
