{{ signal_spans(var('buying_signals')) }}
