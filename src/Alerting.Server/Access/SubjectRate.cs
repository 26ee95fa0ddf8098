using System.Security.Claims;
using System.Threading.RateLimiting;

namespace Alerting.Server.Access;

/// <summary>So many a second of each subject; as many may come at once. Safe for concurrent use.</summary>
internal sealed class SubjectRate : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string>? _limiter;
    private readonly int _limit;

    /// <param name="perSecond">Null: any number.</param>
    public SubjectRate(int? perSecond)
    {
        if (perSecond is not { } limit)
        {
            return;
        }

        _limit = limit;
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = s_second / limit,
            QueueLimit = int.MaxValue,
            AutoReplenishment = true,
        };
        _limiter = PartitionedRateLimiter.Create<string, string>(
            subject => RateLimitPartition.GetTokenBucketLimiter(subject, _ => bucket), StringComparer.Ordinal);
    }

    /// <summary>Whether there is a limit.</summary>
    public bool IsOn => _limiter is not null;

    /// <summary>Takes one.</summary>
    /// <returns>How long the subject must wait before its next; null where this one may go on.</returns>
    public TimeSpan? TakeOne(ClaimsPrincipal user)
    {
        if (_limiter is null)
        {
            return null;
        }

        using var lease = _limiter.AttemptAcquire(SubjectOf(user));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : s_second;
    }

    /// <summary>Takes so many, and waits for as long as that takes.</summary>
    public async ValueTask TakeAsync(ClaimsPrincipal user, int count, CancellationToken cancellationToken)
    {
        if (_limiter is null)
        {
            return;
        }

        var subject = SubjectOf(user);
        for (var left = count; left > 0; left -= _limit)
        {
            using var lease = await _limiter.AcquireAsync(subject, Math.Min(left, _limit), cancellationToken);
        }
    }

    public void Dispose() => _limiter?.Dispose();

    private static string SubjectOf(ClaimsPrincipal user) => Subject.Of(user)?.Id ?? "";
}
