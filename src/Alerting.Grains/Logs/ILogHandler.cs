namespace Alerting.Grains.Logs;

/// <summary>
/// One consumer of a log: how to ask where it stands, and how to hand it what it lacks. When to do so, and again after a
/// failure, is the business of <see cref="LogFollower{TNews}"/>. What a cursor counts (entries of a log, revisions of
/// the ledger, versions) the handler decides.
/// </summary>
/// <typeparam name="TNews">What is handed over in one call.</typeparam>
internal interface ILogHandler<TNews>
    where TNews : class
{
    /// <summary>The consumer, as messages name it.</summary>
    string Consumer { get; }

    /// <summary>
    /// Called first, and until it succeeds: finds out up to where the consumer has everything, which nobody here knows after a
    /// restart, and makes ready what follows.
    /// </summary>
    /// <param name="cursor">What the follower was given.</param>
    /// <returns>The consumer's cursor.</returns>
    ValueTask<long> CatchUpAsync(long cursor) => ValueTask.FromResult(cursor);

    /// <summary>What follows the cursor, is durable and can be handed over now; null when there is nothing. Called again with the
    /// same cursor after a failure: what it gave then must be in it again.</summary>
    ValueTask<TNews?> ReadAsync(long cursor);

    /// <summary>Hands it to the consumer.</summary>
    /// <returns>Up to where the consumer has everything, durably; the same as before when it takes no more for now.</returns>
    Task<long> HandOverAsync(TNews news);

    /// <summary>The consumer has everything up to here: what was kept for it may go.</summary>
    void Acknowledged(long cursor)
    {
    }
}
