using System.Buffers;
using Alerting.Storage.Logs;

namespace Alerting.Storage;

/// <summary>
/// Checks what both stores accept: names as <see cref="Logs.ILogStore"/> states them, sequences from 1 on, payloads that
/// Redis can hold.
/// </summary>
internal static class LogArguments
{
    private const int MaximumLength = 256;
    private const int MaximumPayload = 512 << 20;

    /// <summary>
    /// Sorts above every character that a name may contain, so <c>prefix + End</c> is an upper bound of the names
    /// with a prefix.
    /// </summary>
    public const string End = "\u007f";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/");

    /// <exception cref="ArgumentException">The name is not valid, the sequence is below 1, or the payload exceeds 512
    /// MiB.</exception>
    public static void CheckAppend(string log, long sequence, in LogBatch batch)
    {
        Check(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        if (batch.Payload.Length > MaximumPayload)
        {
            throw new ArgumentException($"A batch of {batch.Payload.Length} bytes is above the limit of {MaximumPayload}.", nameof(batch));
        }
    }

    /// <exception cref="ArgumentException">The name is empty, too long or contains a character that is not
    /// allowed.</exception>
    public static void Check(string log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.Length is 0 or > MaximumLength || log.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException($"'{log}' is not a log name: 1..{MaximumLength} characters of A-Z a-z 0-9 - _ . : /", nameof(log));
        }
    }

    /// <summary>Whether a name can begin with this prefix. A prefix with which none can is not an error: no log is found.</summary>
    public static bool CanBegin(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return prefix.Length <= MaximumLength && !prefix.AsSpan().ContainsAnyExcept(Allowed);
    }
}
