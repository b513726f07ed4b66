//! A small generator of random numbers, so that a run is repeated exactly by its seed.

/// Dice with a state.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    /// One of some.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

/// The seed of a run: `ORACLE_SEED`, or the clock's; printed by whoever uses it.
#[must_use]
pub fn seed() -> u64 {
    let given = std::env::var("ORACLE_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(1, |now| u64::from(now.subsec_nanos()) ^ now.as_secs())
    })
}

/// How many expressions a run looks at: `ORACLE_COUNT`, or some.
#[must_use]
pub fn count() -> usize {
    std::env::var("ORACLE_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(1_500)
}
