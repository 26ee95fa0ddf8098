namespace Alerting.Storage.Health;

/// <summary>Which store an installation has, and how far it was known to be.</summary>
/// <param name="StoreId">Identity that the store was given when it was made.</param>
/// <param name="Position">Counts what is stored; the store never holds less.</param>
internal readonly record struct StoreMark(Guid StoreId, long Position);
