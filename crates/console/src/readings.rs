//! The figures of this process, read from what Prometheus reads: each is measured in one place.

use std::collections::BTreeMap;

use miaohui_web::Metrics;

use crate::error::{Error, Result};

/// The figures by name, each with its labels: `payment_circuit_open` → `wechat` → 1.
pub struct Readings(BTreeMap<String, Vec<Reading>>);

/// A figure.
pub struct Reading {
    /// The values of its labels, in their order.
    pub labels: Vec<String>,
    /// Its value.
    pub value: f64,
}

impl Readings {
    /// Reads all of them.
    pub fn of(metrics: &Metrics) -> Result<Self> {
        let text = metrics.render().map_err(|error| Error::Unexpected(error.into()))?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let mut all: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((series, value)) = line.rsplit_once(' ') else { continue };
            let Ok(value) = value.parse() else { continue };
            let (name, labels) = series.split_once('{').unwrap_or((series, ""));
            let name = name.strip_prefix("miaohui_").unwrap_or(name);
            // Values stand between quotes: every second piece.
            let labels = labels.split('"').skip(1).step_by(2).map(str::to_owned).collect();
            all.entry(name.to_owned()).or_default().push(Reading { labels, value });
        }
        Self(all)
    }

    /// The figures with a name.
    pub fn all(&self, name: &str) -> &[Reading] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The sum of the figures with a name; `None`: there are none.
    pub fn sum(&self, name: &str) -> Option<f64> {
        let all = self.0.get(name)?;
        Some(all.iter().map(|reading| reading.value).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_with_their_labels() {
        let readings = Readings::parse(
            "# HELP x y\nmiaohui_db_busy_total 3\nmiaohui_open{channel=\"wechat\",age=\"1h\"} 2\n\
             miaohui_open{channel=\"alipay\",age=\"1d\"} 1.5\n# EOF\n",
        );
        assert_eq!(readings.sum("db_busy_total"), Some(3.0));
        assert_eq!((readings.sum("open"), readings.sum("nothing")), (Some(3.5), None));
        assert_eq!(readings.all("open")[0].labels, ["wechat", "1h"]);
    }
}
