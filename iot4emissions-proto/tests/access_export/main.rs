//! Every exported format against the rules that it was rendered from.
//!
//! For each format there is an evaluator, written from the broker's own
//! documentation and not from the renderer. Each answers every question of a
//! small world; where it does not answer as `access` does, a difference with a
//! name has to say so, and each named difference has to occur.

mod aws_iot;
mod compare;
mod differences;
mod dynsec;
mod emqx;
mod emqx_authn;
mod emqx_http;
mod enforcer;
mod formats;
mod mosquitto;
mod outcome;
mod question;
mod rabbitmq;
mod rmqtt;
mod term;
mod world;
