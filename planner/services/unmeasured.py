"""What a fit cannot see, and newer curves take over from older ones: later years, who is new, tags."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.curves import ChannelCurve, CurveSet


def carried_on(curves: CurveSet, before: CurveSet) -> CurveSet:
    """`curves` with what nobody measured, from the channels of the same name in `before`.

    A fit of two or three years sees neither what media do in the years after nor whether a buyer is new; it
    says nothing of them, and what was assumed so far holds on.
    """

    def taken(channel: ChannelCurve) -> ChannelCurve:
        if channel.name not in before.names:
            return channel
        old = before.channel(channel.name)
        return replace(
            channel,
            tags=channel.tags or old.tags,
            long_term_multiplier=old.long_term_multiplier,
            new_customer_share=channel.new_customer_share
            if channel.new_customer_share is not None
            else old.new_customer_share,
        )

    return replace(curves, channels=tuple(map(taken, curves.channels)))
