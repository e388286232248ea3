//! Whole runs: by direct calls, over sockets, and as the program that a person starts.

mod export;
mod faults;
mod linkage;
mod program;
mod publish;
mod worlds;
