//! Certificates for a device's second ID, issued so that not even the authority knows whose they
//! are (P-1.8).
//!
//! A device gets a token over its certificate, and a certificate for the token, another time and
//! without showing who it is. A token is the output of a verifiable oblivious pseudorandom
//! function (RFC 9497, `ristretto255-SHA512`, mode VOPRF): the desk evaluates it on a number
//! that it cannot read, proves that it used the same key as for everybody, and recognises the
//! output later without having seen it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use iot4emissions_proto::identity::DeviceId;
use rand_core::{OsRng, RngCore};
use voprf::{
    BlindedElement, EvaluationElement, Proof, Ristretto255, VoprfClient, VoprfServer,
    VoprfServerEvaluateResult,
};

use super::{Authority, AuthorityError, Identity, Validity};

/// How many tokens a device may have in its life: one for the first owner, and for seven more.
const TOKENS: u32 = 8;

type Evaluated = (EvaluationElement<Ristretto255>, Proof<Ristretto255>);
type PublicKey = <Ristretto255 as voprf::Group>::Elem;

/// Why there is no certificate for a second ID.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PseudonymError {
    /// The device has had as many tokens as it may.
    #[error("expected a device that has had fewer than {TOKENS} tokens, found one with as many")]
    Exhausted,
    /// The desk did not evaluate the number with the key that it uses for everybody.
    #[error("expected a proof by the desk's key, found another one")]
    Proof,
    /// No token of this desk.
    #[error("expected a token of this desk, found another one")]
    Token,
    /// There is a certificate for the token already.
    #[error("expected a token that is not spent, found one that is")]
    Spent,
    /// Somebody has a certificate with this ID.
    #[error("expected an ID that nobody has, found one that somebody has")]
    Taken,
    /// The certificate was not issued; the token is not spent.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// The operating system gave no randomness, or a number that is none of the group.
    #[error("cannot make a token")]
    Random,
}

/// Where tokens are given and taken.
pub struct PseudonymDesk {
    server: VoprfServer<Ristretto255>,
    books: Mutex<Books>,
}

/// All that the desk knows: how many tokens each device had, and which numbers are spent.
/// Nothing in one says anything of the other.
#[derive(Debug, Default)]
struct Books {
    granted: BTreeMap<DeviceId, u32>,
    spent: BTreeSet<[u8; 32]>,
}

/// A device's part of a token, until it has one.
pub struct TokenRequest {
    number: [u8; 32],
    client: VoprfClient<Ristretto255>,
}

/// Good for one certificate.
#[derive(Clone)]
pub struct Token {
    number: [u8; 32],
    output: Vec<u8>,
}

impl PseudonymDesk {
    /// A desk with a new key.
    ///
    /// # Errors
    /// [`PseudonymError::Random`].
    pub fn new() -> Result<Self, PseudonymError> {
        Ok(Self {
            server: VoprfServer::new(&mut OsRng).map_err(|_| PseudonymError::Random)?,
            books: Mutex::default(),
        })
    }

    /// The key that every device has to know, and the same one: by a key of its own each could
    /// be recognised.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.server.get_public_key()
    }

    /// Gives `device`, which has shown its certificate, a token on a number that the desk cannot
    /// read.
    ///
    /// # Errors
    /// [`PseudonymError::Exhausted`].
    pub fn grant(
        &self,
        device: &DeviceId,
        blinded: &BlindedElement<Ristretto255>,
    ) -> Result<Evaluated, PseudonymError> {
        let mut books = self.books();
        let granted = books.granted.entry(device.clone()).or_default();
        if *granted >= TOKENS {
            return Err(PseudonymError::Exhausted);
        }
        *granted += 1;
        let VoprfServerEvaluateResult { message, proof } =
            self.server.blind_evaluate(&mut OsRng, blinded);
        Ok((message, proof))
    }

    /// Issues the certificate of `data_device` to whoever brings a token.
    ///
    /// # Errors
    /// [`PseudonymError`].
    pub fn redeem(
        &self,
        authority: &Authority,
        token: &Token,
        data_device: &DeviceId,
        validity: Validity,
    ) -> Result<Identity, PseudonymError> {
        let expected = self.server.evaluate(&token.number);
        let expected = expected.map_err(|_| PseudonymError::Token)?;
        if !is_same(&expected, &token.output) {
            return Err(PseudonymError::Token);
        }
        let mut books = self.books();
        if books.spent.contains(&token.number) {
            return Err(PseudonymError::Spent);
        }
        if authority.has_issued(data_device.as_str()) {
            return Err(PseudonymError::Taken);
        }
        let identity = authority.issue_device(data_device, validity)?;
        books.spent.insert(token.number);
        Ok(identity)
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenRequest {
    /// A request, and what of it goes to the desk.
    ///
    /// # Errors
    /// [`PseudonymError::Random`].
    pub fn new() -> Result<(Self, BlindedElement<Ristretto255>), PseudonymError> {
        let mut number = [0; 32];
        let drawn = OsRng.try_fill_bytes(&mut number);
        drawn.map_err(|_| PseudonymError::Random)?;
        let blinded = VoprfClient::blind(&number, &mut OsRng);
        let blinded = blinded.map_err(|_| PseudonymError::Random)?;
        let client = blinded.state;
        Ok((Self { number, client }, blinded.message))
    }

    /// The token, of what the desk has answered.
    ///
    /// # Errors
    /// [`PseudonymError::Proof`]: the desk uses another key for this device, by which it could
    /// recognise it. The device should not go on.
    pub fn finish(
        self,
        (message, proof): Evaluated,
        key: &PublicKey,
    ) -> Result<Token, PseudonymError> {
        let output = self.client.finalize(&self.number, &message, &proof, *key);
        let output = output.map_err(|_| PseudonymError::Proof)?;
        Ok(Token {
            number: self.number,
            output: output.to_vec(),
        })
    }
}

/// In a time that says nothing of where they differ.
fn is_same(expected: &[u8], found: &[u8]) -> bool {
    let pairs = expected.iter().zip(found);
    expected.len() == found.len() && pairs.fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

// By hand: none of it must appear in any log.
impl fmt::Debug for PseudonymDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PseudonymDesk")
    }
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenRequest(hidden)")
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALIDITY: Validity = Validity {
        not_before: 1_700_000_000,
        not_after: 1_800_000_000,
    };

    fn id(text: &str) -> DeviceId {
        text.parse().unwrap()
    }

    fn token(desk: &PseudonymDesk, device: &str) -> Result<Token, PseudonymError> {
        let (request, blinded) = TokenRequest::new()?;
        let evaluated = desk.grant(&id(device), &blinded)?;
        request.finish(evaluated, &desk.public_key())
    }

    #[test]
    fn p_1_8_a_token_is_good_for_one_certificate() {
        let authority = Authority::new("root", VALIDITY).unwrap();
        let desk = PseudonymDesk::new().unwrap();
        let first = token(&desk, "vehicle-7").unwrap();
        let issued = desk.redeem(&authority, &first, &id("p1"), VALIDITY);
        assert_eq!(issued.unwrap().common_name(), "p1");
        let again = desk.redeem(&authority, &first, &id("p2"), VALIDITY);
        assert!(matches!(again, Err(PseudonymError::Spent)));
        // An ID that somebody has costs no token.
        let second = token(&desk, "vehicle-7").unwrap();
        let taken = desk.redeem(&authority, &second, &id("p1"), VALIDITY);
        assert!(matches!(taken, Err(PseudonymError::Taken)));
        authority.issue_device(&id("vehicle-8"), VALIDITY).unwrap();
        let taken = desk.redeem(&authority, &second, &id("vehicle-8"), VALIDITY);
        assert!(matches!(taken, Err(PseudonymError::Taken)));
        let issued = desk.redeem(&authority, &second, &id("p2"), VALIDITY);
        assert_eq!(issued.unwrap().common_name(), "p2");
        // Nor is one of another desk, or one that was made up.
        let other = PseudonymDesk::new().unwrap();
        let foreign = token(&other, "a").unwrap();
        let foreign = desk.redeem(&authority, &foreign, &id("p3"), VALIDITY);
        assert!(matches!(foreign, Err(PseudonymError::Token)));
        let mut forged = token(&desk, "vehicle-7").unwrap();
        forged.output[63] ^= 1;
        let forged = desk.redeem(&authority, &forged, &id("p3"), VALIDITY);
        assert!(matches!(forged, Err(PseudonymError::Token)));
    }

    #[test]
    fn p_1_8_a_device_has_so_many_tokens_and_no_more() {
        let desk = PseudonymDesk::new().unwrap();
        for _ in 0..TOKENS {
            token(&desk, "vehicle-7").unwrap();
        }
        let more = token(&desk, "vehicle-7").map(|_| ());
        assert!(matches!(more, Err(PseudonymError::Exhausted)));
        token(&desk, "vehicle-8").unwrap();
    }

    /// A desk that used a key for each device would recognise it by the token.
    #[test]
    fn p_1_8_a_desk_with_another_key_is_found_out() {
        let (desk, other) = (PseudonymDesk::new().unwrap(), PseudonymDesk::new().unwrap());
        let (request, blinded) = TokenRequest::new().unwrap();
        let evaluated = other.grant(&id("vehicle-7"), &blinded).unwrap();
        let token = request.finish(evaluated, &desk.public_key()).map(|_| ());
        assert!(matches!(token, Err(PseudonymError::Proof)));
    }

    /// What the desk sees when it gives a token, and what it has in its books, has nothing in
    /// common with what it sees when it takes one.
    #[test]
    fn p_1_8_the_desk_cannot_say_whose_token_it_takes() {
        let authority = Authority::new("root", VALIDITY).unwrap();
        let desk = PseudonymDesk::new().unwrap();
        let mut seen = Vec::new();
        let mut tokens = Vec::new();
        for device in ["vehicle-7", "vehicle-8"] {
            let (request, blinded) = TokenRequest::new().unwrap();
            let (message, proof) = desk.grant(&id(device), &blinded).unwrap();
            let parts = [
                &blinded.serialize()[..],
                &message.serialize(),
                &proof.serialize(),
            ];
            seen.push(parts.concat());
            tokens.push(
                request
                    .finish((message, proof), &desk.public_key())
                    .unwrap(),
            );
        }
        for (number, token) in tokens.iter().rev().enumerate() {
            let data_device = id(&format!("p{number}"));
            desk.redeem(&authority, token, &data_device, VALIDITY)
                .unwrap();
            for given in &seen {
                for part in [&token.number[..], &token.output[..32], &token.output[32..]] {
                    assert!(!given.windows(part.len()).any(|window| window == part));
                }
            }
        }
        let books = format!("{:?}", desk.books());
        assert!(books.contains("vehicle-7") && !books.contains("p0"));
    }
}
