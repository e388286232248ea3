//! The threads that read blocks, and the order of what they give.
//!
//! Workers take blocks from the source, or are given them by the thread that asks for
//! parts where only that one may read the source. A part's first row is known as soon as
//! all blocks before it are read: then it is placed, and handed out in that order.
//! Workers never touch the interpreter.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::options::Options;
use super::part::{Part, Unplaced, reader};
use super::source::{Block, Failure, Opened, Source};

/// How long at most somebody waits before looking around: whether Ctrl-C was pressed,
/// and how far it is.
const TICK: Duration = Duration::from_millis(50);

/// A source that is being read.
pub(super) struct Pipeline {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
    /// The source, where only this thread may read it.
    pulled: Option<Box<dyn Source>>,
}

struct Shared {
    options: Options,
    source: Option<Mutex<Box<dyn Source>>>,
    state: Mutex<State>,
    /// There is work, or room for it, or an end.
    work: Condvar,
    /// The next part is there, or the end.
    parts: Condvar,
}

#[derive(Default)]
struct State {
    /// Blocks that wait for a worker.
    blocks: VecDeque<(u64, Block)>,
    /// How many blocks were taken from the source.
    taken: u64,
    /// Blocks that were read, but not all before them.
    unplaced: BTreeMap<u64, Result<Unplaced, Failure>>,
    /// How many blocks are placed, and the rows in them.
    placed: u64,
    rows: u64,
    ready: BTreeMap<u64, Result<Part, Failure>>,
    /// How many parts were handed out.
    given: u64,
    /// How many blocks there are, once that is known.
    end: Option<u64>,
    /// How many blocks may be under way.
    window: u64,
    stopped: bool,
}

/// What a caller that asks for the next part gets.
pub(super) enum Next {
    Part(Box<Part>),
    /// Some time has passed.
    Tick,
    End,
}

impl Pipeline {
    /// Starts the workers. Where `all` is said, everything is wanted as fast as possible,
    /// rather than little of it in memory.
    pub(super) fn start(opened: Opened, options: Options, all: bool) -> std::io::Result<Self> {
        let threads = match opened.blocks {
            Some(blocks) => options.threads.min(blocks.max(1)),
            None => options.threads,
        };
        let (source, pulled) = match opened.pulled {
            true => (None, Some(opened.source)),
            false => (Some(Mutex::new(opened.source)), None),
        };
        let window = match all && source.is_some() {
            true => u64::MAX,
            false => 2 * threads as u64 + 1,
        };
        let mut pipeline = Self {
            shared: Arc::new(Shared {
                options,
                source,
                state: Mutex::new(State {
                    window,
                    ..State::default()
                }),
                work: Condvar::new(),
                parts: Condvar::new(),
            }),
            workers: Vec::with_capacity(threads),
            pulled,
        };
        for _ in 0..threads {
            let shared = pipeline.shared.clone();
            let name = "iot4emissions".to_owned();
            let worker = Builder::new().name(name).spawn(move || shared.work())?;
            pipeline.workers.push(worker);
        }
        Ok(pipeline)
    }

    /// The next part in the order of the source. After an error there is nothing more.
    pub(super) fn next(&mut self) -> Result<Next, Failure> {
        if let Some(source) = &mut self.pulled {
            while let Some(place) = self.shared.room() {
                match self.shared.take(place, source.as_mut()) {
                    Some(block) => self.shared.queue(place, block),
                    None => break,
                }
            }
        }
        let mut state = self.shared.lock();
        if !state.is_next_known() {
            let waited = self.shared.parts.wait_timeout(state, TICK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let given = state.given;
        match state.ready.remove(&given) {
            Some(part) => {
                state.given += 1;
                drop(state);
                self.shared.work.notify_all();
                part.map(|part| Next::Part(Box::new(part)))
            }
            None if state.end == Some(given) => Ok(Next::End),
            None => Ok(Next::Tick),
        }
    }
}

impl Drop for Pipeline {
    /// Stops the workers and waits for them: each ends with the block that it reads.
    fn drop(&mut self) {
        self.shared.lock().stopped = true;
        self.shared.work.notify_all();
        for worker in self.workers.drain(..) {
            // A worker that panicked has said so in its block.
            let _ = worker.join();
        }
    }
}

impl State {
    fn has_room(&self) -> bool {
        self.end.is_none() && self.taken - self.given < self.window
    }

    fn is_next_known(&self) -> bool {
        self.ready.contains_key(&self.given) || self.end == Some(self.given)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics with the lock held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a worker does all its life.
    fn work(&self) {
        let mut reader = reader(self.options);
        while let Some((place, block)) = self.next_block() {
            let read = catch_unwind(AssertUnwindSafe(|| reader.read(&block)));
            drop(block);
            let result = match read {
                Ok(result) => result.map_err(Failure::from),
                Err(_) => Err(Failure::Defect("a reader has panicked".to_owned())),
            };
            self.place(place, result);
        }
    }

    fn next_block(&self) -> Option<(u64, Block)> {
        let Some(source) = &self.source else {
            let mut state = self.lock();
            loop {
                if state.stopped {
                    return None;
                }
                if let Some(block) = state.blocks.pop_front() {
                    return Some(block);
                }
                if state.end.is_some() {
                    return None;
                }
                let waited = self.work.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
            }
        };
        // Held while waiting for room, so that places follow the order of the source.
        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.lock();
        while !state.has_room() {
            if state.stopped || state.end.is_some() {
                return None;
            }
            let waited = self.work.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        let place = state.taken;
        drop(state);
        self.take(place, source.as_mut())
            .map(|block| (place, block))
    }

    /// Where the next block belongs, if there is room for one.
    fn room(&self) -> Option<u64> {
        let state = self.lock();
        state.has_room().then_some(state.taken)
    }

    /// Takes the block `place` from the source; an error or the end is noted.
    fn take(&self, place: u64, source: &mut dyn Source) -> Option<Block> {
        let next = catch_unwind(AssertUnwindSafe(|| source.next()));
        let next = next.unwrap_or_else(|_| {
            let text = "a source has panicked".to_owned();
            Err(Failure::Defect(text))
        });
        let mut state = self.lock();
        match next {
            Ok(Some(block)) => {
                state.taken = place + 1;
                Some(block)
            }
            Ok(None) => {
                state.end = Some(place);
                drop(state);
                self.parts.notify_all();
                self.work.notify_all();
                None
            }
            Err(failure) => {
                state.taken = place + 1;
                state.end = Some(place + 1);
                drop(state);
                self.place(place, Err(failure));
                self.work.notify_all();
                None
            }
        }
    }

    fn queue(&self, place: u64, block: Block) {
        self.lock().blocks.push_back((place, block));
        self.work.notify_one();
    }

    /// Places the block, and those after it that waited for it.
    fn place(&self, place: u64, read: Result<Unplaced, Failure>) {
        let mut placeable = Vec::new();
        let mut state = self.lock();
        if read.is_err() {
            // Nothing after it is wanted.
            let end = state.end.unwrap_or(u64::MAX).min(place + 1);
            state.end = Some(end);
        }
        state.unplaced.insert(place, read);
        loop {
            let placed = state.placed;
            let Some(read) = state.unplaced.remove(&placed) else {
                break;
            };
            placeable.push((
                placed,
                state.rows,
                read.inspect(|unplaced| state.rows += unplaced.counts.rows),
            ));
            state.placed += 1;
        }
        drop(state);
        for (place, first, read) in placeable {
            let part = read.and_then(|unplaced| {
                let part = unplaced.place(first);
                part.map_err(|error| Failure::Defect(error.to_string()))
            });
            let mut state = self.lock();
            state.ready.insert(place, part);
            if state.is_next_known() {
                drop(state);
                self.parts.notify_all();
            }
        }
    }
}
