namespace Alerting.Alerts;

/// <summary>What somebody at a desk does to an alert. It becomes a revision of the alert.</summary>
[GenerateSerializer, Immutable, Alias("alerting.AlertAct")]
public abstract record AlertAct
{
    /// <summary>Whether it can be done to an alert that has ended.</summary>
    public virtual bool IsTakenAfterEnd => false;
}

/// <summary>Somebody takes note. The same note by the same person again is no news.</summary>
/// <param name="Note">What they had to say, at most 4,000 characters; null when nothing.</param>
[GenerateSerializer, Immutable, Alias("alerting.AcknowledgeAct")]
public sealed record AcknowledgeAct([property: Id(0)] string? Note) : AlertAct;

/// <summary>The acknowledgement is taken back. Where nobody has taken note, that is no news.</summary>
[GenerateSerializer, Immutable, Alias("alerting.UnacknowledgeAct")]
public sealed record UnacknowledgeAct : AlertAct;

/// <summary>The alert is given to somebody. The same again is no news.</summary>
/// <param name="To">Name of whoever it is given to, 1..200 characters; null: to nobody.</param>
/// <param name="Note">What there is to say, at most 4,000 characters; null when nothing.</param>
[GenerateSerializer, Immutable, Alias("alerting.AssignAct")]
public sealed record AssignAct([property: Id(0)] string? To, [property: Id(1)] string? Note) : AlertAct;

/// <summary>Somebody has something to say. Also after the end.</summary>
/// <param name="Text">1..4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("alerting.CommentAct")]
public sealed record CommentAct([property: Id(0)] string Text) : AlertAct
{
    /// <inheritdoc/>
    public override bool IsTakenAfterEnd => true;
}

/// <summary>Somebody says what the alert was worth. The same again is no news. Also after the end.</summary>
/// <param name="Value">What it was.</param>
/// <param name="Note">Why, at most 4,000 characters; null when nothing was said.</param>
[GenerateSerializer, Immutable, Alias("alerting.ReviewAct")]
public sealed record ReviewAct([property: Id(0)] DispositionValue Value, [property: Id(1)] string? Note) : AlertAct
{
    /// <inheritdoc/>
    public override bool IsTakenAfterEnd => true;
}
