//! Publications (P-10): what must hold of every one, and what an attacker makes of them.

mod fleet;
mod linkage;
mod properties;
