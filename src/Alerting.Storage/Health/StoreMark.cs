namespace Alerting.Storage.Health;

/// <summary>Identifies the store of an installation, and how much was in it.</summary>
/// <param name="StoreId">Identity that the store was given when it was created.</param>
/// <param name="Position">A counter that grows with what is stored; the store must never have a lower one.</param>
internal readonly record struct StoreMark(Guid StoreId, long Position);
