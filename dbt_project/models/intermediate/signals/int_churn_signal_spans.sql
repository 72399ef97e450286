{{ signal_spans(var('churn_signals')) }}
