using System.Globalization;

namespace Alerting.Notifications.Cap;

/// <summary>
/// A document among those of its alert: when it was sent, and what came before it. Built from the instants of all revisions up to
/// one, in their order.
/// </summary>
public sealed class CapChain
{
    private readonly List<(int Revision, DateTimeOffset Sent)> _earlier = [];
    private (int Revision, DateTimeOffset Sent)? _last;

    /// <summary>When the last revision added was sent: to the second, and never before one that came before it.</summary>
    /// <exception cref="InvalidOperationException">None has been added.</exception>
    public DateTimeOffset Sent => (_last ?? throw new InvalidOperationException("The chain has no revision.")).Sent;

    /// <summary>Those before the last one, first to last.</summary>
    internal IReadOnlyList<(int Revision, DateTimeOffset Sent)> Earlier => _earlier;

    /// <summary>Adds the next revision.</summary>
    /// <param name="revision">Its number.</param>
    /// <param name="updatedAt">When it was made; clocks may have been set back since the one before.</param>
    public void Add(int revision, DateTimeOffset updatedAt)
    {
        var sent = new DateTimeOffset(updatedAt.UtcTicks - (updatedAt.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        if (_last is { } last)
        {
            _earlier.Add(last);
            sent = sent < last.Sent ? last.Sent : sent;
        }

        _last = (revision, sent);
    }

    /// <summary>As CAP 1.2 (3.3.2) has instants: to the second, with an offset in digits, <c>-00:00</c> for UTC and never Z.</summary>
    internal static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'-00:00'", CultureInfo.InvariantCulture);
}
