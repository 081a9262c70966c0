"""Tables as offices draw them: units or indicators down, indicators, units or periods across, headers over rows."""
