namespace Alerting.Grains.Logs;

/// <summary>
/// How to ask one consumer of a log for its cursor, and how to hand it what it does not have yet.
/// <see cref="LogFollower{TNews}"/> decides when that is done, and when it is repeated after a failure. What a cursor
/// counts (entries of a log, revisions of the ledger, versions) is up to the handler.
/// </summary>
/// <typeparam name="TNews">What one call hands over.</typeparam>
internal interface ILogHandler<TNews>
    where TNews : class
{
    /// <summary>The consumer's name in log messages.</summary>
    string Consumer { get; }

    /// <summary>
    /// Called first, and again until it succeeds: asks up to where the consumer has everything, which is not known
    /// here after a restart, and prepares what follows.
    /// </summary>
    /// <param name="cursor">What the follower was given.</param>
    /// <returns>The consumer's cursor.</returns>
    ValueTask<long> CatchUpAsync(long cursor) => ValueTask.FromResult(cursor);

    /// <summary>
    /// What follows the cursor, is durable and can be handed over now; null when there is nothing. After a failure it
    /// is called again with the same cursor, and must then return at least what it returned before.
    /// </summary>
    ValueTask<TNews?> ReadAsync(long cursor);

    /// <summary>Hands it over to the consumer.</summary>
    /// <returns>The cursor up to which the consumer has everything durably. The same as before when it takes no more
    /// for now.</returns>
    Task<long> HandOverAsync(TNews news);

    /// <summary>The consumer has everything up to this cursor, so what was kept for it can be dropped.</summary>
    void Acknowledged(long cursor)
    {
    }
}
