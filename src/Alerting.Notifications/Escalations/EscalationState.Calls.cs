namespace Alerting.Notifications.Escalations;

internal sealed partial class EscalationState
{
    /// <summary>When a call is to be tried, UTC ticks; null: none, until one that is being tried ends.</summary>
    public long? NextCallDue() => _schedule.NextCall?.At;

    /// <summary>Takes the call that is to be tried next, if any. Nothing durable: after a crash it is due again.</summary>
    public OpenCall? StartNext(long now)
    {
        if (_schedule.NextCall is not { } next || next.At > now)
        {
            return null;
        }

        var one = _all[next.Order];
        _schedule.Start(one, next.Number);
        return new OpenCall(one.AlertId, one.Policy, one.Find(next.Number)!);
    }

    /// <summary>
    /// It is the call's turn at its receiver. False when it is not needed any more; else the receiver may get it from now on.
    /// </summary>
    public bool Begin(OpenCall call)
    {
        if (Find(call.AlertId, call.Policy) is not { } one || one.Find(call.Entry.Number) is not { IsPending: true })
        {
            return false;
        }

        one.Times.Begun.Add(call.Entry.Number);
        return true;
    }

    /// <summary>The call was not tried, or its try was cut off: it is due as before, and that counts as no try.</summary>
    public void Abandon(OpenCall call)
    {
        if (Find(call.AlertId, call.Policy) is { } one)
        {
            one.Times.Begun.Remove(call.Entry.Number);
            _schedule.End(one, call.Entry.Number);
        }
    }

    /// <summary>
    /// The state is complete after a restart: whatever is open may have been under way when the process before ended.
    /// </summary>
    public void Recovered()
    {
        foreach (var one in _all.Values.Where(static one => one.HasPending))
        {
            one.Times.Begun.UnionWith(one.Pending.Select(static call => call.Number));
        }
    }
}

/// <summary>A call that is being tried.</summary>
internal sealed record OpenCall(string AlertId, string Policy, CallEntry Entry)
{
    /// <inheritdoc cref="CallEntry.KeyOf"/>
    public string Key => Entry.KeyOf(AlertId, Policy);
}
