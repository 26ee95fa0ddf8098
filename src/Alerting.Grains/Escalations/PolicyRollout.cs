using Alerting.Escalations;
using Alerting.Grains.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Escalations;

/// <summary>Hands the policies that are in force to the escalations, again and again until they have them.</summary>
internal sealed class PolicyRollout : ILogHandler<PolicyRollout.News>
{
    private readonly IEscalationGrain _escalations;
    private readonly LogFollower<News> _follower;
    private News? _newest;

    public PolicyRollout(string log, IEscalationGrain escalations, Backoff backoff, ILogger logger, CancellationToken stopping)
    {
        _escalations = escalations;
        _follower = new LogFollower<News>(log, this, backoff, logger, stopping);
    }

    public string Consumer => "the escalations";

    /// <summary>Whether they may not have the newest yet.</summary>
    public bool IsUnderWay => _newest is { } newest && _follower.Cursor < newest.Revision;

    /// <summary>Starts to hand over; returns at once.</summary>
    /// <param name="revision">Of the catalogue, which is durable.</param>
    /// <param name="policies">Those in force.</param>
    public void Start(long revision, IReadOnlyList<EscalationPolicyVersion> policies)
    {
        _newest = new News(revision, policies);
        _follower.Start();
    }

    /// <summary>Completes when what was started is handed over.</summary>
    public Task ReachesAsync() => _follower.AtRestAsync();

    public ValueTask<News?> ReadAsync(long cursor) => new(_newest?.Revision > cursor ? _newest : null);

    public async Task<long> HandOverAsync(News news)
    {
        await _escalations.AdoptAsync(news.Revision, news.Policies);
        return news.Revision;
    }

    /// <param name="Revision">Of the catalogue.</param>
    internal sealed record News(long Revision, IReadOnlyList<EscalationPolicyVersion> Policies);
}
