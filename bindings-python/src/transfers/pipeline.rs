//! The threads that read blocks, and the order of what they give.
//!
//! Workers take blocks from the source, or are given them by the thread that asks for
//! parts where only that one may read the source. A block is read into one piece or, where
//! much of it is rejected, into several. The thread that asks for parts places each piece:
//! then it knows all rows before it. Workers never touch the interpreter.

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
    /// Blocks that are being read or were read.
    read: BTreeMap<u64, Pieces>,
    /// How many blocks were handed out, and the rows in them and in the pieces of the next.
    given: u64,
    rows: u64,
    /// How many blocks there are, once that is known.
    end: Option<u64>,
    /// How many blocks may be under way.
    window: u64,
    /// How many pieces of a block may wait.
    pieces: usize,
    stopped: bool,
}

/// What was read of a block and not handed out yet.
#[derive(Default)]
struct Pieces {
    pieces: VecDeque<Result<Unplaced, Failure>>,
    is_whole: bool,
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
        let pieces = if all { usize::MAX } else { 1 };
        let mut pipeline = Self {
            shared: Arc::new(Shared {
                options,
                source,
                state: Mutex::new(State {
                    window,
                    pieces,
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
        let Some(piece) = state.next_piece() else {
            return Ok(match state.end == Some(state.given) {
                true => Next::End,
                false => Next::Tick,
            });
        };
        let first = state.rows;
        if let Ok(unplaced) = &piece {
            state.rows += unplaced.counts.rows;
        }
        drop(state);
        self.shared.work.notify_all();
        let part = piece?.place(first);
        let part = part.map_err(|error| Failure::Defect(error.to_string()))?;
        Ok(Next::Part(Box::new(part)))
    }

    /// Takes no more from the source; what was taken is still given.
    pub(super) fn cut(&mut self) {
        if let Some(source) = &mut self.pulled {
            source.cut();
        } else if let Some(source) = &self.shared.source {
            // A worker that waits for a source of its own holds it: it stops with what it has.
            if let Ok(mut source) = source.try_lock() {
                source.cut();
            } else {
                let mut state = self.shared.lock();
                let taken = state.taken;
                state.end.get_or_insert(taken);
            }
        }
        self.shared.work.notify_all();
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
        let next = self.read.get(&self.given);
        next.is_some_and(|block| !block.pieces.is_empty()) || self.end == Some(self.given)
    }

    /// The next piece in the order of the source, if it is there.
    fn next_piece(&mut self) -> Option<Result<Unplaced, Failure>> {
        let mut block = self.read.first_entry()?;
        if *block.key() != self.given {
            return None;
        }
        let piece = block.get_mut().pieces.pop_front()?;
        if block.get().is_whole && block.get().pieces.is_empty() {
            block.remove();
            self.given += 1;
        }
        Some(piece)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics with the lock held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a worker does all its life.
    fn work(&self) {
        let mut reader = reader(self.options.clone());
        while let Some((place, block)) = self.next_block() {
            let mut emit = |piece| self.emit(place, piece);
            let read = catch_unwind(AssertUnwindSafe(|| reader.read(&block, &mut emit)));
            drop(block);
            let last = match read {
                Ok(result) => result.map_err(Failure::from),
                Err(_) => Err(Failure::Defect("a reader has panicked".to_owned())),
            };
            self.put(place, last, true);
        }
    }

    /// Puts a piece, and waits until there is room for the next; `false` where none is wanted.
    fn emit(&self, place: u64, piece: Unplaced) -> bool {
        self.put(place, Ok(piece), false);
        let mut state = self.lock();
        loop {
            let waiting = state.read.get(&place);
            let is_room = waiting.is_none_or(|block| block.pieces.len() < state.pieces);
            if state.stopped || is_room {
                return !state.stopped;
            }
            let waited = self.work.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
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
                self.put(place, Err(failure), true);
                self.work.notify_all();
                None
            }
        }
    }

    fn queue(&self, place: u64, block: Block) {
        self.lock().blocks.push_back((place, block));
        self.work.notify_one();
    }

    /// Puts a piece of a block, which may be its last.
    fn put(&self, place: u64, piece: Result<Unplaced, Failure>, is_last: bool) {
        let mut state = self.lock();
        if piece.is_err() {
            // Nothing after it is wanted.
            let end = state.end.unwrap_or(u64::MAX).min(place + 1);
            state.end = Some(end);
        }
        let block = state.read.entry(place).or_default();
        block.pieces.push_back(piece);
        block.is_whole |= is_last;
        if place == state.given {
            drop(state);
            self.parts.notify_all();
        }
    }
}
