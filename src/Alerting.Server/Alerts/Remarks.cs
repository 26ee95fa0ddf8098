namespace Alerting.Server.Alerts;

/// <summary>How it is written that somebody, or a receiver, had something to say with what happened.</summary>
internal static class Remarks
{
    /// <summary>What happened, and what was said with it, if anything.</summary>
    public static string With(string text, string? remark) => remark is { Length: > 0 } ? $"{text}: {remark}" : text;
}
