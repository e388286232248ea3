//! `read_transfers` and `scan_transfers`.

use std::time::{Duration, Instant};

use iot4emissions_proto::message::Profile;
use pyo3::prelude::*;

use super::options::{FormArgument, Options, ProgressArgument, SourceArgument, ValuesArgument};
use super::part::{Counts, Part};
use super::pipeline::{Next, Pipeline};
use super::progress::Progress;
use super::scan::TransferScan;
use super::source;
use super::table::Transfers;
use crate::convert::enumeration::Member;

/// A source that is being read, and who is told.
pub(super) struct Reading {
    pub(super) options: Options,
    pipeline: Pipeline,
    progress: Progress,
    total: Option<u64>,
    done: Counts,
    /// What comes after the parts that were given.
    failure: Option<PyErr>,
}

impl Reading {
    fn start(
        source: &Bound<'_, PyAny>,
        options: Options,
        progress: Option<&Bound<'_, PyAny>>,
        all: bool,
    ) -> PyResult<Self> {
        let opened = source::open(source, &options)?;
        let total = opened.total;
        let progress = Progress::new(progress, total)?;
        Ok(Self {
            options,
            pipeline: Pipeline::start(opened, options, all)?,
            progress,
            total,
            done: Counts::default(),
            failure: None,
        })
    }

    /// The next part. `signals` are looked for where the caller is Python.
    pub(super) fn part(&mut self, signals: bool) -> PyResult<Option<Part>> {
        let part = self.untold_part(signals)?;
        if part.is_some() {
            self.tell()?;
        }
        Ok(part)
    }

    fn untold_part(&mut self, signals: bool) -> PyResult<Option<Part>> {
        loop {
            match self.pipeline.next().map_err(PyErr::from)? {
                Next::Part(part) => {
                    self.done.add(&part.counts);
                    return Ok(Some(*part));
                }
                Next::End => return Ok(None),
                Next::Tick if signals => Python::attach(|py| py.check_signals())?,
                Next::Tick => {}
            }
        }
    }

    fn tell(&mut self) -> PyResult<()> {
        self.progress.tell(&self.done, self.total)
    }

    /// The next parts together, one for each thread. An error comes after what was read
    /// before it.
    pub(super) fn group(&mut self, signals: bool) -> PyResult<Option<Transfers>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if signals {
            // Who asks for the next part may never look: `deque(scan, maxlen=0)`.
            Python::attach(|py| py.check_signals())?;
        }
        let mut transfers = Transfers::new(self.options.values);
        let mut parts = 0;
        while parts < self.options.threads {
            match self.untold_part(signals) {
                Ok(Some(part)) => transfers.push(part),
                Ok(None) => break,
                Err(error) if parts == 0 => return Err(error),
                Err(error) => {
                    self.failure = Some(error);
                    break;
                }
            }
            parts += 1;
        }
        if parts == 0 {
            return Ok(None);
        }
        self.tell()?;
        Ok(Some(transfers))
    }
}

/// How often somebody is told, and signals are looked for, while all is read.
const INTERVAL: Duration = Duration::from_millis(50);

/// Everything, as fast as possible.
fn read_all(reading: &mut Reading, transfers: &mut Transfers) -> PyResult<()> {
    let mut last = Instant::now();
    while let Some(part) = reading.untold_part(true)? {
        transfers.push(part);
        if last.elapsed() >= INTERVAL {
            Python::attach(|py| py.check_signals())?;
            reading.tell()?;
            last = Instant::now();
        }
    }
    reading.tell()
}

/// Read many Data Transfer messages into Arrow columns, checked, on all cores.
///
/// `source` is a path, bytes or another buffer, a binary file object (anything with
/// `read(n)`), or an iterable of pairs `(device, payload)`: a `DeviceId`, a text or `None`,
/// and bytes or a text. All but the iterable hold newline-delimited JSON, compressed with
/// gzip or not; which of them, their content says.
///
/// `form` says what a line is; by default, what the first line that is not blank is:
///
/// - `"payload"`: a Data Transfer payload and nothing around it;
/// - `"envelope"`: an object around a payload, as services, brokers and Kafka sinks write
///   it: `{"device": "f371cb00", "received": 1622538007, "payload": {"data": […]}}` or
///   `{"topic": "iot4emissions/dataDevice/f371cb00", "payload": "{\"data\":[…]}"}`. One of
///   `device` and `topic` is there; where both are, they name the same device. `payload` is
///   an object or a string. Members come in any order, and others are ignored.
///
/// `profile` is how payloads are read (P-5.2). `values` are `"decimal"`, exact and
/// the default, or `"float64"`, the nearest number. `threads` is all cores by default. `progress` is a
/// callable of (bytes done, bytes in all or `None`, rows done), or an object like `tqdm`
/// with `update(n)`; what it raises ends the reading. A record batch is made of about
/// `block_size` bytes of input, 4 MiB by default.
///
/// One bad row never costs the others: it is in `rejected` with its number, code, pointer
/// and text. A message is accepted or refused whole (P-5.3). What else may come:
///
/// - A line ends with LF or CR LF, the last also with the source. Lines of white space are
///   rows without a message. An empty source has no rows.
/// - A last line that was cut off, a NUL byte, a byte order mark, a line of more than 1 MiB
///   and a text that is no device ID are rejected rows.
/// - A path that cannot be opened raises what `open` raises, with the path.
/// - A gzip source that is cut off raises `EOFError`, one that is damaged
///   `gzip.BadGzipFile`, an `OSError`.
/// - What a file object or an iterable raises comes out unchanged; an item that is no pair
///   is a `TypeError` with its position. A note says how many rows were read before. To
///   keep those, use `scan_transfers`.
///
/// Clauses: P-5.1 to P-5.5, P-5.40 to P-5.43; JRC127600 Table 7.
///
/// >>> lines = b'''{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}
/// ... {"data":[{"acquired":1622538000,"tfc":null}]}
/// ... '''
/// >>> transfers = read_transfers(lines)
/// >>> transfers
/// <Transfers: 1 snapshot of 1 message in 2 rows, 1 rejected>
/// >>> read_transfers([(DeviceId("vehicle-7"), lines.splitlines()[0])]).messages
/// 1
#[pyfunction]
#[pyo3(signature = (
    source, *, form = None, profile = Member(Profile::Tolerant), values = None, threads = None,
    progress = None, block_size = None,
))]
pub(crate) fn read_transfers(
    source: SourceArgument<'_>,
    form: Option<FormArgument<'_>>,
    profile: Member<Profile>,
    values: Option<ValuesArgument<'_>>,
    threads: Option<i64>,
    progress: Option<ProgressArgument<'_>>,
    block_size: Option<i64>,
) -> PyResult<Transfers> {
    let py = source.0.py();
    let options = Options::new(
        form.as_ref(),
        profile.0,
        values.as_ref(),
        threads,
        block_size,
    )?;
    let mut reading = Reading::start(
        &source.0,
        options,
        progress.as_ref().map(|progress| &progress.0),
        true,
    )?;
    let mut transfers = Transfers::new(options.values);
    let result = py.detach(|| {
        let result = read_all(&mut reading, &mut transfers);
        let rows = reading.done.rows;
        drop(reading);
        result.map_err(|error| (error, rows))
    });
    match result {
        Ok(()) => Ok(transfers),
        Err((error, rows)) => {
            let note = format!("read_transfers had read {rows} rows before");
            error.value(py).call_method1("add_note", (note,))?;
            Err(error)
        }
    }
}

/// Read Data Transfer messages part by part, with bounded memory: for what is larger than
/// memory, or does not end.
///
/// The arguments are those of `read_transfers`. An error of the source is raised after
/// what came before it was given. Clauses: P-5.3, P-5.40 to P-5.43; JRC127600 Table 7.
///
/// >>> scan = scan_transfers([("vehicle-7", '{"data":[{"acquired":1622538000,"tfc":1.0}]}')])
/// >>> [len(transfers) for transfers in scan]
/// [1]
#[pyfunction]
#[pyo3(signature = (
    source, *, form = None, profile = Member(Profile::Tolerant), values = None, threads = None,
    progress = None, block_size = None,
))]
pub(crate) fn scan_transfers(
    source: SourceArgument<'_>,
    form: Option<FormArgument<'_>>,
    profile: Member<Profile>,
    values: Option<ValuesArgument<'_>>,
    threads: Option<i64>,
    progress: Option<ProgressArgument<'_>>,
    block_size: Option<i64>,
) -> PyResult<TransferScan> {
    let options = Options::new(
        form.as_ref(),
        profile.0,
        values.as_ref(),
        threads,
        block_size,
    )?;
    let reading = Reading::start(
        &source.0,
        options,
        progress.as_ref().map(|progress| &progress.0),
        false,
    )?;
    Ok(TransferScan::new(reading))
}
